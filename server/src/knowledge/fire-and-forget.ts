// Calls whose promise nobody needs to wait for, because the framework that declares them says so. Data only.

/** Names a declaration: the package (or Node module) and the names around and of it, `*` for all of a package. */
export interface CallName {
  readonly package: string;
  /** `Interface.method`, `namespace.function` or a bare name; what is declared directly in it counts too (`test.only`). */
  readonly name: string;
}

export const FIRE_AND_FORGET: readonly CallName[] = [
  // The test runner waits for every test that was registered; https://nodejs.org/api/test.html
  ...["test", "it", "describe", "suite"].map((name) => ({ package: "node:test", name })),
  // Plugins and routes are queued and awaited by `ready` and `listen`; https://fastify.dev/docs/latest/Reference/Plugins
  { package: "fastify", name: "FastifyRegister" },
  { package: "fastify", name: "FastifyInstance.register" },
  { package: "fastify", name: "FastifyInstance.route" },
  { package: "fastify", name: "RouteShorthandMethod" },
  // Navigation reports its outcome through the router's state; https://reactrouter.com/api/hooks/useNavigate
  ...["react-router", "react-router-dom"].flatMap((name) => [
    { package: name, name: "NavigateFunction" },
    { package: name, name: "SubmitFunction" },
  ]),
];

/** True if one of the names means the declaration `name` of `package`. */
export function isNamed(list: readonly CallName[], packageName: string, name: string): boolean {
  const owner = name.slice(0, Math.max(0, name.lastIndexOf(".")));
  return list.some(
    (entry) => entry.package === packageName && (entry.name === "*" || entry.name === name || entry.name === owner),
  );
}
