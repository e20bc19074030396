import { Hono } from "hono";
import { z } from "zod";
import { sourceForms } from "../behaviour/assignment-sources";
import { sunsetNames } from "../behaviour/sunsets";
import type { Controls } from "./controls";

const refusal = (message: string) => ({
  error: { message, type: "emulator_error", param: null, code: null },
});

const clockSchema = z.strictObject({ advanceSeconds: z.number().min(0) });
const happeningSchema = z.strictObject({ name: z.string(), id: z.string() });
const assignmentsSchema = z.strictObject({ sources: z.enum(sourceForms) });
const sunsetsSchema = z.strictObject({ passed: z.array(z.enum(sunsetNames)) });

/** The emulator's own interface at the root of the server: no key, not in the journal. */
export function controlApp(controls: Controls): Hono {
  const app = new Hono();
  app.post("/reset", (c) => {
    controls.reset();
    return c.json({});
  });
  app.get("/state", (c) => c.json(controls.state()));
  app.put("/state", async (c) => {
    controls.restore(await c.req.json());
    return c.json({});
  });
  app.get("/requests", (c) => c.json(controls.requests()));
  app.delete("/requests", (c) => {
    controls.clearRequests();
    return c.json({});
  });
  app.post("/faults", async (c) => c.json({ id: controls.fault(await c.req.json()) }));
  app.delete("/faults", (c) => {
    controls.clearFaults();
    return c.json({});
  });
  app.post("/clock", async (c) => {
    const body = clockSchema.safeParse(await c.req.json());
    if (!body.success) throw new TypeError(z.prettifyError(body.error));
    return c.json({ now: controls.advance(body.data.advanceSeconds) });
  });
  app.post("/transitions", async (c) => {
    controls.transitions(await c.req.json());
    return c.json({});
  });
  app.post("/happenings", async (c) => {
    const body = happeningSchema.safeParse(await c.req.json());
    if (!body.success) throw new TypeError(z.prettifyError(body.error));
    controls.happen(body.data.name, body.data.id);
    return c.json({});
  });
  app.post("/assignments", async (c) => {
    const body = assignmentsSchema.safeParse(await c.req.json());
    if (!body.success) throw new TypeError(z.prettifyError(body.error));
    controls.assignmentSources(body.data.sources);
    return c.json({});
  });
  app.post("/sunsets", async (c) => {
    const body = sunsetsSchema.safeParse(await c.req.json());
    if (!body.success) throw new TypeError(z.prettifyError(body.error));
    controls.sunsets(body.data.passed);
    return c.json({});
  });
  app.post("/lag", async (c) => {
    controls.lag(await c.req.json());
    return c.json({});
  });
  app.post("/limits", async (c) => {
    controls.limits(await c.req.json());
    return c.json({});
  });
  app.delete("/limits", (c) => {
    controls.clearLimits();
    return c.json({});
  });
  app.notFound((c) => c.json(refusal(`There is no ${c.req.method} ${c.req.path}.`), 404));
  app.onError((error, c) => {
    // TypeError is what the controls throw for a wrong argument; SyntaxError comes from JSON.parse. By name,
    // for inside a test runner the parser's errors can be of another realm.
    if (["TypeError", "SyntaxError"].includes(error.name)) return c.json(refusal(error.message), 400);
    throw error;
  });
  return app;
}
