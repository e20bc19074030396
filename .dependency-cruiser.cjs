/** Imports point one way: program, shell, lifecycle, API. The kernel knows nobody; emulator and provider do not know each other. */
const only = (room, ...allowed) => ({
  name: `${room} imports only ${allowed.join(", ")}`,
  severity: "error",
  from: { path: `^provider/${room}/` },
  to: { path: "^(provider|emulator|sdk)/", pathNot: [`^provider/(${[room, ...allowed].join("|")})/`] },
});

/** The rooms of the lifecycle, each with those below it: what one run knows, seeing, changing, making, ending. */
const inside = (room, ...below) => ({
  name: `lifecycle/${room} imports only ${["what is beside it", ...below].join(", ")}`,
  severity: "error",
  from: { path: `^provider/lifecycle/${room}/` },
  to: {
    path: "^provider/lifecycle/",
    pathNot: `^provider/lifecycle/(${[room, ...below].join("|")})/`,
  },
});

/** The rooms of the emulator, each with those below it: what it remembers, how it behaves, the API's ways, its objects. */
const emulated = (room, ...below) => ({
  name: `emulator/${room} imports only ${["what is beside it", ...below].join(", ")}`,
  severity: "error",
  from: { path: `^emulator/${room}/` },
  to: { path: "^emulator/", pathNot: `^emulator/(${[room, ...below].join("|")})(/|[.]json$)` },
});

module.exports = {
  forbidden: [
    { name: "no circles", severity: "error", from: { pathNot: "^sdk/nodejs/" }, to: { circular: true } },
    only("kernel"),
    only("resources", "kernel"),
    only("api", "kernel"),
    only("lifecycle", "kernel", "api"),
    inside("session"),
    inside("see", "session"),
    inside("change", "see", "session"),
    inside("make", "change", "see", "session"),
    inside("end", "see", "session"),
    emulated("state"),
    emulated("behaviour", "state"),
    emulated("api", "behaviour", "state"),
    emulated("objects", "api", "behaviour", "state"),
    emulated("schemas", "openapi"),
    emulated("routes", "objects", "schemas", "api", "behaviour", "state"),
    emulated("server", "routes", "objects", "schemas", "api", "behaviour", "state"),
    {
      name: "a route file knows no other, and only the catalog knows them",
      severity: "error",
      from: { path: "^emulator/", pathNot: "^emulator/routes/catalog.ts$" },
      to: { path: "^emulator/routes/", pathNot: "^emulator/routes/catalog.ts$" },
    },
    only("dynamic", "kernel", "api", "lifecycle", "resources"),
    only("plugin", "kernel", "api", "lifecycle", "resources"),
    only("cli", "kernel", "api", "lifecycle", "resources"),
    only("emit", "kernel", "api", "resources"),
    {
      name: "the kernel does no I/O",
      severity: "error",
      from: { path: "^provider/kernel/" },
      to: { dependencyTypes: ["core", "npm"], pathNot: "/zod/" },
    },
    {
      name: "only the API room does HTTP",
      severity: "error",
      from: { path: "^provider/", pathNot: "^provider/api/" },
      to: { path: "node_modules/undici|^https?$|^node:https?$" },
    },
    {
      name: "only the plugin knows Pulumi and its protocol",
      severity: "error",
      from: { path: "^provider/", pathNot: "^provider/plugin/" },
      to: { path: "node_modules/(@pulumi|@grpc|google-protobuf)/" },
    },
    {
      name: "provider and emulator are strangers",
      severity: "error",
      from: { path: "^provider/" },
      to: { path: "^emulator/" },
    },
    {
      name: "emulator and provider are strangers",
      severity: "error",
      from: { path: "^emulator/" },
      to: { path: "^(provider|sdk)/" },
    },
    {
      name: "a class loads no provider code",
      severity: "error",
      from: { path: "^sdk/dynamic/", pathNot: "^sdk/dynamic/index.ts" },
      // How ids are spelled, and what older versions called things: functions of plain values that load nothing else.
      to: { path: "^provider/", pathNot: "^provider/kernel/(spelling|upgrade|values).ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
