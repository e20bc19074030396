import type { Mistakes } from "./mistake";

/** What an admin key makes in and around projects. */
export const projects: Record<string, Mistakes> = {
  Project: {
    good: { name: "search" },
    mistakes: [
      ["no name", { name: undefined }, ["name", '"name" is required']],
      ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
      ["a name that is a number", { name: 7 }, ["name", "must be text"]],
      [
        "a residency on the moon",
        { residency: "MOON_STORAGE" },
        [
          "residency",
          "must be one of GLOBAL, US_STORAGE_PROCESSING, EU_STORAGE_PROCESSING, JP_STORAGE, " +
            "JP_STORAGE_PROCESSING, KR_STORAGE, CA_STORAGE, SG_STORAGE, IN_STORAGE, IN_STORAGE_PROCESSING, " +
            "AU_STORAGE, AU_STORAGE_PROCESSING, GB_STORAGE, AE_STORAGE, AE_STORAGE_PROCESSING",
        ],
      ],
      ["a key that is true", { externalKeyId: true }, ["externalKeyId", "must be text"]],
      [
        "its own id",
        { projectId: "proj_1" },
        ["projectId", '"projectId" comes from the API and cannot be set'],
      ],
      [
        "a misspelt residency, and a state",
        { residence: "GLOBAL", status: "active" },
        ["", 'Project has no argument "residence"; did you mean "residency"?'],
        ["status", '"status" comes from the API and cannot be set'],
      ],
    ],
  },

  ProjectServiceAccount: {
    good: { projectId: "proj_1", name: "deployer" },
    mistakes: [
      ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']],
      ["no name", { name: undefined }, ["name", '"name" is required']],
      ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
      ["a role that there is not", { role: "viewer" }, ["role", "must be one of member, owner"]],
      ["the role none, which is no role", { role: "none" }, ["role", "must be one of member, owner"]],
      [
        "what is always sent",
        { createServiceAccountOnly: false },
        ["createServiceAccountOnly", '"createServiceAccountOnly" is always true and cannot be set'],
      ],
    ],
  },

  ServiceAccountApiKey: {
    good: { projectId: "proj_1", serviceAccountId: "svc_acct_1", name: "k", scopes: ["api.model.read"] },
    mistakes: [
      ["no account", { serviceAccountId: undefined }, ["serviceAccountId", '"serviceAccountId" is required']],
      ["nothing that it may do", { scopes: undefined }, ["scopes", 'give "scopes" or "allPermissions"']],
      [
        "both scopes and everything",
        { allPermissions: true },
        ["allPermissions", 'give either "scopes" or "allPermissions", not both'],
      ],
      ["an empty list, which would mean everything", { scopes: [] }, ["scopes", "must be at least 1 item"]],
      ["a scope that is nothing", { scopes: [""] }, ["scopes[0]", "must be at least 1 character"]],
      [
        "everything, but not quite",
        { scopes: undefined, allPermissions: "yes" },
        ["allPermissions", "must be true"],
      ],
      ["a lifetime that is over", { expiresInSeconds: -1 }, ["expiresInSeconds", "must be at least 1"]],
      [
        "a lifetime of half a second",
        { expiresInSeconds: 0.5 },
        ["expiresInSeconds", "must be a whole number"],
      ],
      ["the key itself", { value: "sk-1" }, ["", '"value" comes from the API and cannot be set']],
      [
        "a misspelt scope",
        { scope: ["a"] },
        ["", 'ServiceAccountApiKey has no argument "scope"; did you mean "scopes"?'],
      ],
    ],
  },

  ProjectRateLimit: {
    good: { projectId: "proj_1", model: "gpt-4o", maxRequestsPer1Minute: 0 },
    mistakes: [
      ["no model", { model: undefined }, ["model", 'give "model" or "rateLimitId"']],
      [
        "a model and a row",
        { rateLimitId: "rl-gpt-4o" },
        ["rateLimitId", 'give either "model" or "rateLimitId", not both'],
      ],
      ["an empty model", { model: "" }, ["model", "must be at least 1 character"]],
      ["less than nothing", { maxRequestsPer1Minute: -1 }, ["maxRequestsPer1Minute", "must be at least 0"]],
      ["half a token", { maxTokensPer1Minute: 0.5 }, ["maxTokensPer1Minute", "must be a whole number"]],
      ["a limit in words", { maxRequestsPer1Day: "10" }, ["maxRequestsPer1Day", "must be a number"]],
      [
        "a misspelt limit",
        { maxRequestPer1Minute: 1 },
        [
          "",
          'ProjectRateLimit has no argument "maxRequestPer1Minute"; did you mean "maxRequestsPer1Minute"?',
        ],
      ],
      ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']],
    ],
  },

  ProjectUser: {
    good: { projectId: "proj_1", userId: "user_1", role: "member" },
    mistakes: [
      ["nobody", { userId: undefined }, ["userId", 'give "userId" or "email"']],
      ["an id and an address", { email: "a@b.c" }, ["email", 'give either "userId" or "email", not both']],
      ["no address at all", { userId: undefined, email: "" }, ["email", "must be at least 3 characters"]],
      ["an empty id", { userId: "" }, ["userId", "must be at least 1 character"]],
      ["no role", { role: undefined }, ["role", '"role" is required']],
      ["a role that there is not", { role: "viewer" }, ["role", "must be one of owner, member"]],
      ["when it came", { addedAt: 7 }, ["addedAt", '"addedAt" comes from the API and cannot be set']],
      [
        "a misspelt address",
        { userId: undefined, e_mail: "a@b.c" },
        ["", 'ProjectUser has no argument "e_mail"; did you mean "email"?'],
        ["userId", 'give "userId" or "email"'],
      ],
    ],
  },

  ProjectGroup: {
    good: { projectId: "proj_1", groupId: "group_1", role: "role_1" },
    mistakes: [
      ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']],
      ["no group", { groupId: undefined }, ["groupId", '"groupId" is required']],
      ["no role", { role: undefined }, ["role", '"role" is required']],
      ["a role that is nothing", { role: "" }, ["role", "must be at least 1 character"]],
      ["a role that is an object", { role: { id: "role_1" } }, ["role", "must be text"]],
      [
        "the group's name",
        { groupName: "x" },
        ["groupName", '"groupName" comes from the API and cannot be set'],
      ],
      [
        "a misspelt role",
        { roles: "role_1" },
        ["", 'ProjectGroup has no argument "roles"; did you mean "role"?'],
      ],
    ],
  },
};
