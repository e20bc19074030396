import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Large contents are moved in small pieces. Bytes lie outside of the heap, where the engine that runs this lets up to 64 MB of
 * them wait to be collected; but with each piece come some young objects, and whenever those are collected the bytes go too.
 */
export const pieceBytes = 8 * 1024;

/**
 * Keeps bytes in a temporary file that has no name any more once it is open: whatever becomes of this process, nothing is
 * left of it. It is gone when it is closed.
 */
export async function spool(chunks: AsyncIterable<Uint8Array>, folder = tmpdir()): Promise<FileHandle> {
  const path = join(folder, `pulumi-openai-${randomUUID()}`);
  const handle = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += pieceBytes)
        await handle.appendFile(chunk.subarray(at, at + pieceBytes));
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
