import { type Declared, outputOf, type Program } from "../../support/small-engine";
import type { Dice } from "../dice";

/** Which resources a program has, and the how-manieth version of each. */
type Choice = Map<string, number>;

const teams = 3;
const share = 0.7;

/** A program of every kind that can be made and ended again, which changes from day to day. */
export class ChangingProgram {
  #choice: Choice = new Map();
  #founded = 0;
  /** The teams that there are now; a project that was archived never comes back, so its number is not used again. */
  #teams: number[] = [];

  constructor(
    private readonly dice: Dice,
    private readonly users: readonly string[],
  ) {}

  get program(): Program {
    return this.#candidates().filter((declared) => this.#isChosen(declared));
  }

  /** Another day: some resources come, some go, some are changed, and now and then so is a whole team. */
  change(): void {
    const { dice } = this;
    if (this.#teams.length > 0 && dice.chance(0.1))
      this.#teams.splice(dice.between(0, this.#teams.length - 1), 1);
    if (this.#teams.length < teams && dice.chance(0.3)) this.#teams.push(++this.#founded);
    for (const { name } of this.#candidates()) {
      const version = this.#choice.get(name);
      if (version === undefined) this.#choice.set(name, dice.chance(share) ? 1 : 0);
      else if (dice.chance(0.1)) this.#choice.set(name, version > 0 ? 0 : 1);
      else if (dice.chance(0.15) && version > 0) this.#choice.set(name, version + 1);
    }
  }

  /** It goes as well with whatever it names. */
  #isChosen({ name, args }: Declared): boolean {
    if ((this.#choice.get(name) ?? 0) === 0) return false;
    const named = JSON.stringify(args).matchAll(/"an output of":"([^"]+)"/g);
    return [...named].every(([, other]) => {
      const needed = this.#candidates().find((one) => one.name === other);
      return needed !== undefined && this.#isChosen(needed);
    });
  }

  #candidates(): Declared[] {
    const { users } = this;
    const at = (name: string) => this.#choice.get(name) ?? 1;
    const make = (token: string, name: string, args: (version: number) => Declared["args"]): Declared => ({
      ...{ token, name, args: args(at(name)) },
    });
    const named = (name: string) => (version: number) => ({ name: `${name}-${version}` });
    const user = (nth: number) => users[nth % users.length] ?? "";
    return [
      make("Group", "g0", named("g0")),
      make("Group", "g1", named("g1")),
      make("GroupUser", "member", () => ({ groupId: outputOf("g0", "groupId"), userId: user(0) })),
      make("OrganizationRole", "role", (version) => ({
        ...named("role")(version),
        permissions: ["api.groups.read"],
      })),
      make("OrganizationUserRoleAssignment", "user-role", () => ({
        userId: user(1),
        roleId: outputOf("role", "roleId"),
      })),
      make("OrganizationGroupRoleAssignment", "group-role", () => ({
        groupId: outputOf("g0", "groupId"),
        roleId: "role-api-organization-reader",
      })),
      make("AdminApiKey", "audit", named("audit")),
      make("Invite", "invite", (version) => ({
        ...{ email: `v${version}@example.com`, role: "reader", projects: [] },
      })),
      make("File", "file", (version) => ({
        source: { text: `version ${version}\n` },
        filename: "notes.md",
        purpose: "assistants",
      })),
      make("VectorStore", "store", named("store")),
      make("VectorStoreFile", "indexed", (version) => ({
        vectorStoreId: outputOf("store", "vectorStoreId"),
        fileId: outputOf("file", "fileId"),
        attributes: { version },
      })),
      make("Assistant", "assistant", (version) => ({ model: "gpt-4o", ...named("assistant")(version) })),
      make("WebhookEndpoint", "hook", (version) => ({
        name: "hook",
        url: `https://hooks.example.com/v${version}`,
        eventTypes: ["batch.completed"],
      })),
      ...this.#teams.flatMap((number) => team(number, make, user)),
    ];
  }
}

function team(
  number: number,
  make: (token: string, name: string, args: (version: number) => Declared["args"]) => Declared,
  user: (nth: number) => string,
): Declared[] {
  const project = `team-${number}`;
  const projectId = outputOf(project, "projectId");
  return [
    make("Project", project, (version) => ({ name: `${project}-${version}` })),
    make("ProjectServiceAccount", `${project}-bot`, (version) => ({ projectId, name: `bot-${version}` })),
    make("ServiceAccountApiKey", `${project}-key`, () => ({
      ...{ projectId, serviceAccountId: outputOf(`${project}-bot`, "serviceAccountId") },
      ...{ name: "key", allPermissions: true },
    })),
    make("ProjectRateLimit", `${project}-limit`, (version) => ({
      ...{ projectId, model: "gpt-4o", maxRequestsPer1Minute: 100 + version },
    })),
    make("ProjectUser", `${project}-user`, (version) => ({
      ...{ projectId, userId: user(number), role: version % 2 === 0 ? "owner" : "member" },
    })),
    make("ProjectGroup", `${project}-group`, () => ({
      ...{ projectId, groupId: outputOf("g1", "groupId"), role: "role-api-project-member" },
    })),
    make("ProjectRole", `${project}-role`, (version) => ({
      ...{ projectId, name: `reads-${version}`, permissions: ["api.model.read"] },
    })),
    make("ProjectUserRoleAssignment", `${project}-viewer`, () => ({
      ...{ projectId, userId: user(number + 1), roleId: outputOf(`${project}-role`, "roleId") },
    })),
    make("ProjectGroupRoleAssignment", `${project}-readers`, () => ({
      ...{ projectId, groupId: outputOf("g1", "groupId"), roleId: "role-api-project-viewer" },
    })),
  ];
}
