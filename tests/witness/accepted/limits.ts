import { type Accepted, accept, document } from "./accept";

/** Limits of ours that the document does not state in its schemas. */
export const limits: Accepted[] = [
  ...accept("An empty name is an output that is not set: said before anything is sent.", {
    kinds: ["Project", "ProjectServiceAccount"],
    witnesses: document,
    says: [
      'create: "name" has minLength 1 here and none there',
      'update: "name" has minLength 1 here and none there',
    ],
  }),
  ...accept("An empty name is an output that is not set: said before anything is sent.", {
    kinds: ["ServiceAccountApiKey", "AdminApiKey"],
    witnesses: document,
    says: ['create: "name" has minLength 1 here and none there'],
  }),
  ...accept("An empty name or permission is an output that is not set: said before anything is sent.", {
    kinds: ["ProjectRole", "OrganizationRole"],
    witnesses: document,
    says: [
      'create: "role_name" has minLength 1 here and none there',
      'update: "role_name" has minLength 1 here and none there',
      'create: "permissions[]" has minLength 1 here and none there',
      'update: "permissions[]" has minLength 1 here and none there',
    ],
  }),
  ...accept("An empty id is an output that is not set: said before anything is sent.", {
    kinds: [
      "ProjectUserRoleAssignment",
      "ProjectGroupRoleAssignment",
      "OrganizationUserRoleAssignment",
      "OrganizationGroupRoleAssignment",
    ],
    witnesses: document,
    says: ['create: "role_id" has minLength 1 here and none there'],
  }),
  ...accept("An empty id is an output that is not set, and no address is shorter than a@b.", {
    kinds: ["ProjectUser"],
    witnesses: document,
    says: [
      'create: "user_id" has minLength 1 here and none there',
      'create: "email" has minLength 3 here and none there',
    ],
  }),
  ...accept("An empty id is an output that is not set: said before anything is sent.", {
    kinds: ["ProjectGroup"],
    witnesses: document,
    says: [
      'create: "role" has minLength 1 here and none there',
      'create: "group_id" has minLength 1 here and none there',
    ],
  }),
  ...accept("An empty id is an output that is not set: said before anything is sent.", {
    kinds: ["GroupUser"],
    witnesses: document,
    says: ['create: "user_id" has minLength 1 here and none there'],
  }),
  ...accept("An empty id is an output that is not set: said before anything is sent.", {
    kinds: ["VectorStoreFile"],
    witnesses: document,
    says: ['create: "file_id" has minLength 1 here and none there'],
  }),
  ...accept("An empty scope is an output that is not set: said before anything is sent.", {
    kinds: ["ServiceAccountApiKey"],
    witnesses: document,
    says: ['create: "scopes[]" has minLength 1 here and none there'],
  }),
  ...accept("Requests, tokens, images and megabytes are counted: there is no fewer than none.", {
    kinds: ["ProjectRateLimit"],
    witnesses: document,
    says: [
      "batch_1_day_max_input_tokens",
      "max_audio_megabytes_per_1_minute",
      "max_images_per_1_minute",
      "max_requests_per_1_day",
      "max_requests_per_1_minute",
      "max_tokens_per_1_minute",
    ].map((field) => `update: "${field}" has minimum 0 here and none there`),
  }),
  ...accept("Tokens are counted: there is no fewer than none.", {
    kinds: ["VectorStore", "VectorStoreFile"],
    witnesses: document,
    says: ['create: "chunking_strategy.static.chunk_overlap_tokens" has minimum 0 here and none there'],
  }),
  ...accept("The document says it in words: a value of metadata has at most 512 characters.", {
    kinds: ["VectorStore", "Assistant"],
    witnesses: document,
    says: [
      'create: "metadata.*" has maxLength 512 here and none there',
      'update: "metadata.*" has maxLength 512 here and none there',
    ],
  }),
  ...accept("The document says it in words: a value of metadata has at most 512 characters.", {
    kinds: ["FineTuningJob"],
    witnesses: document,
    says: ['create: "metadata.*" has maxLength 512 here and none there'],
  }),
  ...accept("At most 16 pairs are allowed here too, by a rule that the schema of a map cannot state.", {
    kinds: ["VectorStoreFile"],
    witnesses: document,
    says: [
      'create: "attributes" has maxProperties none here and 16 there',
      'update: "attributes" has maxProperties none here and 16 there',
    ],
  }),
  ...accept("An empty id or name is an output that is not set: said before anything is sent.", {
    kinds: ["FineTuningJob"],
    witnesses: document,
    says: ["integrations[].wandb.project", "model", "training_file", "validation_file"].map(
      (field) => `create: "${field}" has minLength 1 here and none there`,
    ),
  }),
  ...accept("An empty model is an output that is not set: said before anything is sent.", {
    kinds: ["Assistant"],
    witnesses: document,
    says: [
      'create: "model" has minLength 1 here and none there',
      'update: "model" has minLength 1 here and none there',
    ],
  }),
  ...accept("The document says it in words: a function's name has at most 64 characters, and it needs one.", {
    kinds: ["Assistant"],
    witnesses: document,
    says: ["create", "update"].flatMap((operation) => [
      `${operation}: "tools[].function.name" has minLength 1 here and none there`,
      `${operation}: "tools[].function.name" has maxLength 64 here and none there`,
    ]),
  }),
  ...accept("The document states no maximum here, and none below 100 for the listing of any other kind.", {
    kinds: ["ProjectRateLimit", "AdminApiKey", "FineTuningJob"],
    witnesses: document,
    says: ["list: a page has at most an unknown number of items there and 100 here"],
  }),
];
