// The protocol of tuples, without an engine: what is written, and what is made of bytes however they are cut.

import fc from "fast-check";
import { expect, test } from "vitest";
import { TupleWire } from "../../server/src/typescript/tuple-wire.ts";

interface Spoken {
  readonly wire: TupleWire;
  readonly written: () => Buffer;
  readonly answers: Map<number, unknown>;
}

function speak(): Spoken {
  const parts: Buffer[] = [];
  const answers = new Map<number, unknown>();
  const wire = new TupleWire({
    write: (bytes) => parts.push(Buffer.from(bytes as string)),
    answer: (id, result) => answers.set(id, result),
    refuse: (id, error) => answers.set(id, error),
  });
  return { wire, written: () => Buffer.concat(parts), answers };
}

function binary(content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(0xc6);
  head.writeUInt32BE(content.length, 1);
  if (content.length >= 0x10000) return Buffer.concat([head, content]);
  if (content.length >= 0x100)
    return Buffer.concat([Buffer.of(0xc5, content.length >> 8, content.length & 0xff), content]);
  return Buffer.concat([Buffer.of(0xc4, content.length), content]);
}

function tuple(kind: number, method: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x93, kind), binary(Buffer.from(method)), binary(payload)]);
}

test("a request is a tuple of its kind, its method and its parameters as JSON", () => {
  const { wire, written } = speak();
  wire.request(1, "getSourceFile", { file: "/ä.ts" }, true);
  expect(written()).toEqual(tuple(1, "getSourceFile", Buffer.from('{"file":"/ä.ts"}')));
});

test.each([255, 256, 65_535, 65_536])(
  "parameters of %i bytes are announced with as many bytes as that takes",
  (size) => {
    const { wire, written } = speak();
    wire.request(1, "m", "x".repeat(size - 2), false);
    expect(written()).toEqual(tuple(1, "m", Buffer.from(JSON.stringify("x".repeat(size - 2)))));
  },
);

test("answers come in the order of the requests, however their bytes are cut", () => {
  const payloads = fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(payloads, fc.array(fc.nat(200), { minLength: 1 }), (contents, cuts) => {
      const { wire, answers } = speak();
      for (const id of contents.keys()) wire.request(id, "tree", null, true);
      let bytes = Buffer.concat(contents.map((content) => tuple(4, "tree", Buffer.from(content))));
      for (let i = 0; bytes.length > 0; i++) {
        const size = 1 + cuts[i % cuts.length]!;
        wire.receive(bytes.subarray(0, size));
        bytes = bytes.subarray(size);
      }
      const expected = contents.map((content) => (content.length === 0 ? null : Buffer.from(content)));
      expect([...answers.values()]).toEqual(expected);
      expect([...answers.keys()]).toEqual([...contents.keys()]);
    }),
  );
});

test("JSON is parsed, an error is told to the one who asked, and nothing is no answer", () => {
  const { wire, answers } = speak();
  for (const id of [1, 2, 3]) wire.request(id, "m", {}, false);
  wire.receive(tuple(4, "m", Buffer.from('{"a":1}')));
  wire.receive(tuple(5, "m", Buffer.from("no such project")));
  wire.receive(tuple(4, "m", Buffer.alloc(0)));
  expect(answers.get(1)).toEqual({ a: 1 });
  expect(answers.get(2)).toEqual(new Error("no such project"));
  expect(answers.get(3)).toBeNull();
});

test.each([
  ["what is no tuple", Buffer.from("panic: runtime error")],
  ["an answer that nobody asked for", tuple(4, "m", Buffer.from("1"))],
])("%s is not taken for an answer", (_, bytes) => {
  expect(() => speak().wire.receive(bytes)).toThrow("the TypeScript engine");
});
