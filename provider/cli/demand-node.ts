import { engines } from "pulumi-openai/package.json";

/** Loaded before anything that an old Node could not even parse. */
const floor = engines.node
  .replace(/[^\d.]/g, "")
  .split(".")
  .map(Number);
const running = process.versions.node.split(".").map(Number);
const [major = 0, minor = 0] = running;
const [leastMajor = 0, leastMinor = 0] = floor;

if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  console.error(
    `pulumi-openai needs Node ${floor.join(".")} or newer, and this is Node ${process.versions.node}. Install a newer Node and run the command again.`,
  );
  process.exit(1);
}
