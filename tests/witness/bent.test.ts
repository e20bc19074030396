import { z } from "zod";
import { type Declaration, type Property, replace } from "../../provider/kernel/declaration";
import { collectionOf } from "../../provider/kernel/identity";
import { computed, fixed, mutable } from "../../provider/kernel/words";
import { assistant } from "../../provider/resources/assistant";
import { file } from "../../provider/resources/file";
import { group } from "../../provider/resources/group";
import { project } from "../../provider/resources/project";
import { projectRateLimit } from "../../provider/resources/project-rate-limit";
import { projectRole } from "../../provider/resources/project-role";
import { projectServiceAccount } from "../../provider/resources/project-service-account";
import { vectorStore } from "../../provider/resources/vector-store";
import { webhookEndpoint } from "../../provider/resources/webhook-endpoint";
import { disagreements } from "./disagreements";
import { openApiTestimony } from "./openapi";
import { sdkTestimony } from "./sdk";
import type { Witness } from "./testimony";

const testimonies = {
  openapi: openApiTestimony(),
  "openai-node": sdkTestimony([assistant, project, vectorStore, file, group, projectRole, webhookEndpoint]),
};

/** What the witness says of the bent declaration and does not say of the real one. */
function newly(witness: Witness, real: Declaration, bent: Partial<Declaration>): string[] {
  const testimony = testimonies[witness];
  const before = disagreements(real, testimony);
  return disagreements({ ...real, ...bent }, testimony).filter((sentence) => !before.includes(sentence));
}

/** The declaration's properties with some of them changed, or left out where there is nothing in their place. */
function words(
  declaration: Declaration,
  changed: Record<string, Property | undefined>,
): Partial<Declaration> {
  const props = Object.entries({ ...declaration.props, ...changed });
  return {
    props: Object.fromEntries(props.filter((entry): entry is [string, Property] => entry[1] !== undefined)),
  };
}

describe.each(["openapi", "openai-node"] as const)("a bent declaration is noticed by %s", (witness) => {
  it("where a field has another name", () => {
    const renamed = mutable(z.string(), "Name.", { named: true, wire: { write: "title", read: "name" } });
    expect(newly(witness, project, words(project, { name: renamed }))).toEqual(
      expect.arrayContaining([
        'Project create: "name" is required there and unknown here',
        'Project create: "title" is unknown there',
        'Project update: "title" is unknown there',
      ]),
    );
  });

  it("where a required field is missing", () => {
    expect(newly(witness, projectRole, words(projectRole, { permissions: undefined }))).toEqual(
      expect.arrayContaining([
        'ProjectRole create: "permissions" is required there and unknown here',
        'ProjectRole read: "permissions" is unknown here',
      ]),
    );
  });

  it("where a required field is optional", () => {
    const optional = mutable(z.array(z.string()).optional(), "Permissions.", { clear: [] });
    expect(newly(witness, projectRole, words(projectRole, { permissions: optional }))).toContain(
      'ProjectRole create: "permissions" is required there and optional here',
    );
  });

  it("where a field is added", () => {
    const colour = fixed(z.string().optional(), "Colour.", { clear: replace });
    expect(newly(witness, project, words(project, { colour }))).toEqual([
      'Project read: "colour" is unknown there',
      'Project create: "colour" is unknown there',
    ]);
  });

  it("where an enum has another value", () => {
    const role = mutable(z.enum(["member", "admin"]).optional(), "Role.", {
      via: "update",
      absent: "none",
      clear: null,
    });
    expect(newly(witness, projectServiceAccount, words(projectServiceAccount, { role }))).toEqual(
      expect.arrayContaining([
        'ProjectServiceAccount update: "role" can be owner there and not here',
        'ProjectServiceAccount update: "role" can be admin here and not there',
        'ProjectServiceAccount update: "role" is cleared by null here and takes none there',
      ]),
    );
  });

  it("where a value is of another type", () => {
    const createdAt = computed(z.string(), "When.");
    expect(newly(witness, project, words(project, { createdAt }))).toEqual([
      'Project read: "created_at" is text here and number there',
    ]);
  });

  it("where a part of a value is missing", () => {
    const expiresAfter = mutable(z.object({ days: z.int() }).optional(), "Expiry.", { clear: null });
    expect(newly(witness, vectorStore, words(vectorStore, { expiresAfter }))).toContain(
      'VectorStore create: "expires_after.anchor" is unknown here',
    );
  });

  it("where an output is named wrongly", () => {
    const usageBytes = computed(z.int(), "Bytes.", { wire: "bytes" });
    expect(newly(witness, vectorStore, words(vectorStore, { usageBytes }))).toEqual([
      'VectorStore read: "bytes" is unknown there',
      'VectorStore read: "usage_bytes" is unknown here',
    ]);
  });

  it("but not where a text only means that nothing is set", () => {
    const { responseFormat } = assistant.props;
    const absent = { ...responseFormat, options: { ...responseFormat?.options, absent: "auto" } } as Property;
    const sentences = disagreements(
      { ...assistant, ...words(assistant, { responseFormat: absent }) },
      testimonies[witness],
    );
    expect(sentences.filter((sentence) => /read: "response_format"/.test(sentence))).toEqual([]);
  });

  it("where an output is not always there", () => {
    const archivedAt = computed(z.int(), "When.");
    expect(newly(witness, project, words(project, { archivedAt }))).toContain(
      'Project read: "archived_at" is not always there, and always here',
    );
  });

  it("where the path is another", () => {
    const at = { ...project.at, item: "/organization/project/{projectId}" };
    expect(newly(witness, project, { at })).toContain(
      "Project read: GET /organization/project/{projectId} is unknown there",
    );
  });

  it("where the end is another", () => {
    expect(newly(witness, project, { end: "erase" })).toEqual([
      "Project delete: DELETE /organization/projects/{projectId} is unknown there",
    ]);
  });

  it("where an operation is left unused", () => {
    expect(newly(witness, group, words(group, { name: fixed(z.string().min(1).max(255), "Name.") }))).toEqual(
      ["Group POST /organization/groups/{groupId}: exists there and is not used here"],
    );
  });

  it("where pages go by another cursor", () => {
    expect(newly(witness, group, { list: { ...collectionOf(group).rules, page: "lastItem" } })).toEqual([
      "Group list: pages go by next there and by lastItem here",
    ]);
  });

  it("where a listing is asked for something else", () => {
    const list = { ...collectionOf(project).rules, query: { with_archived: "true" } };
    expect(newly(witness, project, { list })).toEqual([
      'Project list: "with_archived" cannot be asked for there',
    ]);
  });

  it("where the key is of the other kind", () => {
    expect(newly(witness, project, { credential: "project" })).toContain(
      "Project read: it takes the key of an admin there and of a project here",
    );
  });

  it("where bytes travel as JSON", () => {
    expect(
      newly(
        witness,
        file,
        words(file, { source: fixed(z.string(), "Bytes.", { wire: "file", echoed: false }) }),
      ),
    ).toEqual([
      'File create: "file" is text here and file there',
      'File create: "filename" is unknown there',
      "File create: the body is a form there and JSON here",
    ]);
  });

  it("where something is waited for that never comes", () => {
    expect(newly(witness, vectorStore, { settle: { on: "status", until: ["ready"] } })).toEqual([
      'VectorStore read: "status" is waited for to be ready, which it never is there',
    ]);
  });
});

describe("what only one of the witnesses can tell", () => {
  it("is a limit of a value", () => {
    const days = z.object({ anchor: z.literal("last_active_at"), days: z.int().min(1).max(400) });
    const expiresAfter = mutable(days.optional(), "Expiry.", { clear: null });
    expect(newly("openapi", vectorStore, words(vectorStore, { expiresAfter }))).toEqual([
      'VectorStore create: "expires_after.days" has maximum 400 here and 365 there',
      'VectorStore update: "expires_after.days" has maximum 400 here and 365 there',
    ]);
  });

  it("is a whole number", () => {
    const maxRequestsPer1Minute = mutable(z.number().min(0).optional(), "Requests.", { clear: null });
    expect(newly("openapi", projectRateLimit, words(projectRateLimit, { maxRequestsPer1Minute }))).toContain(
      'ProjectRateLimit update: "max_requests_per_1_minute" is any number here and a whole number there',
    );
  });

  it("is the largest page", () => {
    expect(newly("openapi", group, { list: { ...collectionOf(group).rules, max: 100 } })).toEqual([
      "Group list: a page has at most 1000 items there and 100 here",
    ]);
  });

  it("is the beta header", () => {
    expect(newly("openai-node", vectorStore, { beta: "assistants=v1" })).toContain(
      "VectorStore read: the beta header is assistants=v2 there and assistants=v1 here",
    );
    expect(newly("openai-node", project, { beta: "projects=v2" })).toContain(
      "Project list: the beta header is none there and projects=v2 here",
    );
  });

  it("is which of two cursors the client goes by", () => {
    expect(
      newly("openai-node", project, { list: { ...collectionOf(project).rules, page: "lastItem" } }),
    ).toEqual(["Project list: pages go by lastId there and by lastItem here"]);
  });

  it("is the call that rotates a secret", () => {
    const rotationTrigger = mutable(z.string().optional(), "Trigger.", {
      echoed: false,
      clear: null,
      via: { post: "/rotate_secret", body: { keep_old_secret: "keepOldSecretActiveFor24Hours" } },
    });
    expect(newly("openai-node", webhookEndpoint, words(webhookEndpoint, { rotationTrigger }))).toEqual([
      'WebhookEndpoint /rotate_secret: "keep_old_secret" is unknown there',
      'WebhookEndpoint /rotate_secret: "keep_old_secret_active_for_24_hours" is unknown here',
    ]);
  });

  it("is a secret that the answer to the creation lacks", () => {
    const { signingSecret, ...others } = webhookEndpoint.props;
    const secret = { ...signingSecret, options: { wire: "secret" } } as Property;
    expect(newly("openai-node", webhookEndpoint, { props: { ...others, signingSecret: secret } })).toEqual([
      'WebhookEndpoint create reply: "secret" is unknown there',
      'WebhookEndpoint create reply: "signing_secret" is unknown here',
    ]);
  });
});
