import { identityFacts } from "../../provider/emit/identity-facts";
import { namesIn } from "../../provider/kernel/declaration";
import { formatId } from "../../provider/kernel/identity";
import { resource } from "../../provider/kernel/resource";
import { parent } from "../../provider/kernel/words";
import { group } from "../../provider/resources/group";
import { user } from "../../provider/resources/user";
import "../../sdk/dynamic";
import { factsOf, keysOf } from "../../sdk/dynamic/facts";
import { everyKind, kindOf } from "../kernel/facts";

describe.each(everyKind)("the class of a %s", (token, declaration) => {
  it("knows its object by the facts of its declaration", () => {
    expect(factsOf(token)).toMatchObject(identityFacts(declaration));
  });

  it("names the object by the id that the provider gives it", () => {
    const properties = Object.fromEntries(namesIn(declaration.id).map((name) => [name, `${name}__X__Y`]));
    const facts = factsOf(token);
    expect(facts && keysOf(facts, properties)).toEqual([`${token} ${formatId(declaration, properties)}`]);
  });

  it("names what else it is as the provider does", () => {
    const given = { projectId: "p", userId: "u", groupId: "g", role: "owner__api-project__p" };
    const { also = [] } = factsOf(token) ?? {};
    const filled = also.map((text) =>
      text.replace(/\{(\w+)\}/g, (_, name: keyof typeof given) => given[name]),
    );
    expect(filled.map((text) => text.replace(/__.*/, ""))).toEqual(declaration.also(given));
  });
});

it("a link's other spelling stands beside the part of the id that it replaces", () => {
  expect(identityFacts(kindOf("ProjectUser"))).toMatchObject({
    id: ["projectId", "userId"],
    kind: "edge",
    instead: { userId: "email" },
    spelling: { email: "lowerCase" },
  });
});

it("a spelling that the classes do not have is refused", () => {
  const odd = resource({
    token: "Odd",
    about: "Odd.",
    page: "https://example.com",
    credential: "admin",
    kind: "edge",
    at: "/organization/groups/{groupId}/users",
    id: "{groupId}/{userId}",
    list: { page: "next", max: 1000 },
    props: {
      groupId: parent(group, "Id of the group."),
      userId: parent(user, "Id of the user.", { equal: (value) => value }),
    },
    examples: [{ title: "Odd", args: { groupId: "g", userId: "u" } }],
  });
  expect(() => identityFacts(odd)).toThrow(
    "Odd.userId is spelled in a way that kernel/spelling.ts does not name",
  );
});
