import packageJson from "../../package.json";

/** The one source of the version and of everything that names the repository is package.json. */
export const version = packageJson.version;
export const repository = packageJson.repository.url.replace(/^git\+/, "").replace(/\.git$/, "");
export const packageName = packageJson.name;
export const license = packageJson.license;
export const description = packageJson.description;
export const publisher = new URL(repository).pathname.split("/")[1] ?? "";
