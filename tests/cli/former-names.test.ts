import { readExport } from "../../provider/cli/exported-state";
import { catalog } from "../../provider/resources/catalog";
import { renamed } from "../support/former-names";

jest.mock("../../provider/resources/catalog", () => ({ catalog: [] }));

test("`pulumi-openai pending` knows a create that was begun under former names", () => {
  const { project } = jest.requireActual<typeof import("../../provider/resources/project")>(
    "../../provider/resources/project",
  );
  (catalog as unknown[]).push(renamed(project));
  const type = "pulumi-nodejs:dynamic/openai:Project";
  const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "v1:abc",
  };
  const inputs = { former_name: "shop", former_externalKeyId: secret };
  const operations = [{ type: "creating", resource: { urn: "urn", type, inputs } }];
  const text = JSON.stringify({ version: 3, deployment: { resources: [], pending_operations: operations } });
  expect(readExport(text).pending).toMatchObject([{ inputs: { name: "shop" }, hidden: ["externalKeyId"] }]);
});
