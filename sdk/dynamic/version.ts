// Generated from package.json by `make generate`. Do not edit.
export const version = "0.1.0";
