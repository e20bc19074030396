const wide = 100;

/** A heading for a step of the story. */
export function step(number: number, title: string): void {
  console.log(`\n${"─".repeat(wide)}\n${number}. ${title}\n${"─".repeat(wide)}`);
}

export function tell(text: string): void {
  console.log(`\n${text}\n`);
}

/** Shows a command as it would be typed. */
export function command(text: string): void {
  console.log(`\n$ ${text}`);
}

/** Prints the lines of a command's output that tell the story, indented. */
export function printer(): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (worthReading(line)) console.log(`    ${line}`);
  };
}

/** Progress dots, empty lines and rows that only say that something began tell a reader nothing. */
function worthReading(line: string): boolean {
  const unchanged = /^ {4}pulumi\S+ \S+\s*$/.test(line);
  return (
    line.trim() !== "" && !unchanged && !/^@ |creating \(|deleting \(|updating \(|refresh|Duration/.test(line)
  );
}
