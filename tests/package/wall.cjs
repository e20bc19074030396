// Preloaded into programs of these tests: packages are looked up only below the folder WALL. The programs lie inside
// the checkout, whose own node_modules would otherwise lend them whatever the packed package forgot to ask for.
const Module = require("node:module");

const everywhere = Module._nodeModulePaths;
const isInside = (path) => path.startsWith(process.env.WALL);
// Programs that lie elsewhere, such as npm, are none of our business.
Module._nodeModulePaths = (from) => {
  const folders = everywhere.call(Module, from);
  return isInside(from) ? folders.filter(isInside) : folders;
};
