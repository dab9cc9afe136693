// Syntax trees arrive as base64; every byte of them counts.

import { expect, test } from "vitest";
import fc from "fast-check";
import { bytesOfBase64 } from "../../server/src/typescript/base64.ts";

test("bytes come back as Node.js encoded them, whatever the padding", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const encoded = Buffer.from(Buffer.from(bytes).toString("base64"), "latin1");
      expect([...bytesOfBase64(encoded)]).toEqual([...bytes]);
    }),
  );
});

test("each of the 64 characters stands for its six bits", () => {
  const all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  expect(Buffer.from(bytesOfBase64(Buffer.from(all, "latin1"))).toString("base64")).toBe(all);
});
