// The engine's JSON-RPC, without an engine: what is written, and what is made of bytes however they are cut.

import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonRpcWire } from "../../server/src/typescript/json-rpc-wire.ts";

function speak(texts: Readonly<Record<string, string>> = {}) {
  const written: string[] = [];
  const answers = new Map<number, unknown>();
  const wire = new JsonRpcWire(
    {
      write: (bytes) => written.push(String(bytes)),
      answer: (id, result) => answers.set(id, result),
      refuse: (id, error) => answers.set(id, error),
    },
    (file) => texts[file],
  );
  return { wire, written, answers };
}

function frame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

test("a request is announced with its length in bytes; what has no parameters gets a list of nothing", () => {
  const { wire, written } = speak();
  wire.request(1, "getSourceFile", { file: "/ä.ts" });
  wire.request(2, "initialize", undefined);
  const [first, second] = [
    '{"jsonrpc":"2.0","id":1,"method":"getSourceFile","params":{"file":"/ä.ts"}}',
    '{"jsonrpc":"2.0","id":2,"method":"initialize","params":[null]}',
  ] as const;
  expect(written).toEqual([
    `Content-Length: ${Buffer.byteLength(first)}\r\n\r\n${first}`,
    `Content-Length: ${second.length}\r\n\r\n${second}`,
  ]);
});

test("answers are told apart by their ids, in whatever order they come and however their bytes are cut", () => {
  const contents = fc.array(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string()), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(contents, fc.array(fc.nat(200), { minLength: 1 }), (results, cuts) => {
      const { wire, answers } = speak();
      const messages = results.map((result, id) =>
        frame({ id, result: typeof result === "string" ? result : { data: Buffer.from(result).toString("base64") } }),
      );
      let bytes = Buffer.concat(messages.toReversed());
      for (let i = 0; bytes.length > 0; i++) {
        const size = 1 + cuts[i % cuts.length]!;
        wire.receive(bytes.subarray(0, size));
        bytes = bytes.subarray(size);
      }
      expect(answers).toEqual(
        new Map(results.map((result, id) => [id, typeof result === "string" ? result : Buffer.from(result)])),
      );
    }),
  );
});

test("an error is told to the one who asked, and null is an answer", () => {
  const { wire, answers } = speak();
  wire.receive(frame({ id: 1, error: { code: -1, message: "no such project" } }));
  wire.receive(frame({ id: 2, result: null }));
  expect(answers.get(1)).toEqual(new Error("no such project"));
  expect(answers.get(2)).toBeNull();
});

test("the engine is given the texts that it asks for, and left to the disk for others", () => {
  const { wire, written } = speak({ "/a.ts": "text" });
  wire.receive(frame({ id: "x", method: "readFile", params: ["/a.ts"] }));
  wire.receive(frame({ id: "y", method: "readFile", params: "/b.ts" }));
  expect(written.map((message) => JSON.parse(message.slice(message.indexOf("{"))).result)).toEqual([
    { content: "text" },
    null,
  ]);
});

test("what is no message is not taken for one", () => {
  expect(() => speak().wire.receive(Buffer.from("panic: runtime error\r\n\r\n"))).toThrow("sent no message");
});
