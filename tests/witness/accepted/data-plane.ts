import { type Accepted, accept, both, client, document } from "./accept";

/** What lives in the project of its key. */
export const dataPlane: Accepted[] = [
  ...accept(
    "Some purposes are only given to files that OpenAI makes, and `evals` is missing from the answers' type.",
    {
      kinds: ["File"],
      witnesses: both,
      says: [
        'read: "purpose" can be assistants_output, batch_output, fine-tune-results there and not here',
        'read: "purpose" can be evals here and not there',
      ],
    },
  ),
  ...accept("Deprecated, so it may go.", {
    kinds: ["File"],
    witnesses: both,
    says: ['read: "status" is always there, and not always here'],
  }),
  ...accept("For people: a code that is new must not break reading.", {
    kinds: ["VectorStoreFile"],
    witnesses: both,
    says: [
      'read: "last_error.code" is any text here and one of invalid_file, server_error, unsupported_file there',
    ],
  }),
  ...accept(
    "`auto` is only ever said, and answered with the sizes that it stands for; `other` counts as no answer.",
    {
      kinds: ["VectorStoreFile"],
      witnesses: both,
      says: [
        'read: "chunking_strategy.type" can be auto here and not there',
        'read: "chunking_strategy.type" can be other there and not here',
      ],
    },
  ),
  ...accept(
    "The list of states is open: the reference also has pausing and paused, which neither witness has.",
    {
      kinds: ["FineTuningJob"],
      witnesses: both,
      says: [
        'read: "status" is any text here and one of cancelled, failed, queued, running, succeeded, validating_files there',
        'read: "status" can be paused here and not there',
      ],
    },
  ),
  ...accept("Deprecated in favour of method.", {
    kinds: ["FineTuningJob"],
    witnesses: both,
    says: ['create: "hyperparameters" is unknown here', 'read: "hyperparameters" is unknown here'],
  }),
  ...accept("Where to report the progress is not looked for after the fact.", {
    kinds: ["FineTuningJob"],
    witnesses: both,
    says: ['read: "integrations" is unknown here'],
  }),
  ...accept("The organization is that of the key.", {
    kinds: ["FineTuningJob"],
    witnesses: both,
    says: ['read: "organization_id" is unknown here'],
  }),
  ...accept("A document of the user's own, sent as it is: graders have a reference of their own and nest.", {
    kinds: ["FineTuningJob"],
    witnesses: both,
    says: ["create", "read"].map(
      (operation) =>
        `${operation}: "method.reinforcement.grader" has keys of one's own here and fields there`,
    ),
  }),
  ...accept("`auto`, the default, is said by leaving it out.", {
    kinds: ["Assistant"],
    witnesses: both,
    says: [
      'create: "response_format" is object here and object or text there',
      'update: "response_format" is object here and object or text there',
    ],
  }),
  ...accept(
    "A helper that makes a vector store in passing, which nobody would manage: it is a resource of its own.",
    {
      kinds: ["Assistant"],
      witnesses: both,
      says: ['create: "tool_resources.file_search.vector_stores" is unknown here'],
    },
  ),
  ...accept("Webhook endpoints are younger than the document; the client has them.", {
    kinds: ["WebhookEndpoint"],
    witnesses: document,
    says: [
      "read: GET /webhook_endpoints/{webhookEndpointId} is unknown there",
      "list: GET /webhook_endpoints is unknown there",
      "create: POST /webhook_endpoints is unknown there",
      "update: POST /webhook_endpoints/{webhookEndpointId} is unknown there",
      "/rotate_secret: POST /webhook_endpoints/{webhookEndpointId}/rotate_secret is unknown there",
      "delete: DELETE /webhook_endpoints/{webhookEndpointId} is unknown there",
    ],
  }),
  ...accept("The list of events is open, for new ones appear in the API before they do here.", {
    kinds: ["WebhookEndpoint"],
    witnesses: client,
    says: ["create", "update"].map(
      (operation) => `${operation}: "event_types[]" is any text here and one of 27 texts there`,
    ),
  }),
];
