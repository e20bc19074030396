// Plays the engine to the dynamic provider of the SDK that is found from the working directory: makes a project, lets
// somebody rename it by hand, reads it, and prints the answer to Read. Arguments: the emulator's URL and key.
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { createRequire } = require("node:module");

const [url, adminApiKey] = process.argv.slice(2);
const load = createRequire(`${process.cwd()}/index.js`);
const grpc = load("@grpc/grpc-js");
const messages = load("@pulumi/pulumi/proto/provider_pb.js");
const { ResourceProviderClient } = load("@pulumi/pulumi/proto/provider_grpc_pb.js");
const { Struct } = load("google-protobuf/google/protobuf/struct_pb.js");

async function main() {
  const child = spawn(
    process.execPath,
    [load.resolve("@pulumi/pulumi/cmd/dynamic-provider"), "127.0.0.1:1"],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, PULUMI_NODEJS_PROJECT: "program" },
    },
  );
  try {
    const died = once(child, "exit").then(([code]) => Promise.reject(new Error(`it ended with ${code}`)));
    const [port] = await Promise.race([once(child.stdout, "data"), died]);
    died.catch(() => {});
    const client = new ResourceProviderClient(
      `127.0.0.1:${String(port).trim()}`,
      grpc.credentials.createInsecure(),
    );
    const ask = (method, request) =>
      new Promise((done, failed) => {
        client[method](request, (error, response) => (error ? failed(error) : done(response)));
      });
    await ask(
      "configure",
      new messages.ConfigureRequest().setArgs(
        Struct.fromJavaScript({ "openai:baseUrl": url, "openai:adminApiKey": adminApiKey }),
      ),
    );
    const __provider = 'exports.handler = () => require("pulumi-openai/dynamic").handlers.Project;';
    const made = await ask(
      "create",
      new messages.CreateRequest().setProperties(Struct.fromJavaScript({ name: "before", __provider })),
    );
    await fetch(`${url}/organization/projects/${made.getId()}`, {
      method: "POST",
      headers: { authorization: `Bearer ${adminApiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "by hand" }),
    });
    const seen = await ask(
      "read",
      new messages.ReadRequest().setId(made.getId()).setProperties(made.getProperties()),
    );
    const plain = (struct) => struct?.toJavaScript();
    console.log(JSON.stringify({ inputs: plain(seen.getInputs()), properties: plain(seen.getProperties()) }));
    client.close();
  } finally {
    child.kill();
  }
}

main();
