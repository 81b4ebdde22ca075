// Files out of what was dropped or chosen, folders and all, each with its path.

export interface NamedFile {
  /** With the folders below the one that was dropped, and that folder. */
  name: string;
  file: Blob;
}

const mostFiles = 5000;
const deepest = 32;

/** What systems leave in folders. */
const junk = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i;

export function fromList(files: Iterable<File>): NamedFile[] {
  return [...files]
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .filter(({ name }) => !junk.test(name));
}

/** Call it in the event: a drop's contents are gone afterwards. Throws if there are too many. */
export function fromDrop(transfer: DataTransfer): Promise<NamedFile[]> {
  const roots = [...transfer.items].filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  const listed = [...transfer.files];
  return collect(roots, listed);
}

async function collect(
  roots: readonly { entry: FileSystemEntry | null; file: File | null }[], listed: readonly File[],
): Promise<NamedFile[]> {
  if (roots.length === 0) return fromList(listed);
  const found: NamedFile[] = [];
  const walk = async (entry: FileSystemEntry, path: string, depth: number): Promise<void> => {
    const name = path + entry.name;
    if (junk.test(name) || depth > deepest) return;
    if (entry.isFile) {
      if (found.length >= mostFiles) throw new Error(`That is more than ${mostFiles} files.`);
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      found.push({ name, file });
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    // It gives some at a time, and none at the end.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) return;
      for (const child of some) await walk(child, `${name}/`, depth + 1);
    }
  };
  for (const { entry, file } of roots) {
    if (entry?.isDirectory) await walk(entry, '', 0);
    else if (file) found.push(...fromList([file]));
  }
  return found;
}
