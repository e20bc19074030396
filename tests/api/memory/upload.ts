// Uploads one file and says how much memory that took at most, in MB.
import { systemClock } from "../../../provider/api/clock";
import { socketWire } from "../../../provider/api/wire";
import { Session } from "../../../provider/lifecycle/session/session";
import { file } from "../../../provider/resources/file";
import { create } from "../../support/entries";

const [baseUrl = "", kind = "", place = ""] = process.argv.slice(2);

async function upload(): Promise<void> {
  const settings = { apiKey: "sk-proj-memory", baseUrl };
  const session = new Session(settings, { wire: socketWire(), clock: systemClock, say: () => {} });
  const source = kind === "uri" ? { uri: place } : { path: place };
  const { live } = await create(session, file, { source, filename: "large.bin", purpose: "user_data" });
  console.log(JSON.stringify({ peak: Math.round(process.resourceUsage().maxRSS / 1024), bytes: live.bytes }));
}

void upload();
