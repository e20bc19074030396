export { checkResource } from "./check";
export { diffResource } from "./diff";
export { listResources } from "./list";
export { createResource, deleteResource, updateResource } from "./make";
export { readResource } from "./read";
export { Run } from "./run";
