import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromDrop, fromList } from './scan';

type Tree = { [name: string]: Tree | string };

/** A folder as browsers hand it out: its contents in portions, an empty one at the end. */
function entry(name: string, content: Tree | string): FileSystemEntry {
  if (typeof content === 'string') {
    return {
      isFile: true, isDirectory: false, name, file: (give: (file: File) => void) => give(new File([content], name)),
    } as unknown as FileSystemEntry;
  }
  const children = Object.entries(content).map(([child, inner]) => entry(child, inner));
  const createReader = (): object => {
    let at = 0;
    return { readEntries: (give: (some: FileSystemEntry[]) => void) => give(children.slice(at, (at += 2))) };
  };
  return { isFile: false, isDirectory: true, name, createReader } as unknown as FileSystemEntry;
}

function transfer(roots: Tree): DataTransfer {
  const items = Object.entries(roots).map(([name, content]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entry(name, content),
    getAsFile: () => new File([typeof content === 'string' ? content : ''], name),
  }));
  return { items: [...items, { kind: 'string' }], files: [] } as unknown as DataTransfer;
}

test('a dropped folder gives all its files with their paths, without what systems leave there', async () => {
  const files = await fromDrop(transfer({
    'note.txt': 'n',
    chair: { 'chair.gltf': '{}', '.DS_Store': 'x', textures: { 'a.png': '1', 'b.png': '2', 'c.png': '3', 'Thumbs.db': 'x' }, empty: {} },
  }));
  assert.deepEqual(files.map(({ name }) => name),
                   ['note.txt', 'chair/chair.gltf', 'chair/textures/a.png', 'chair/textures/b.png', 'chair/textures/c.png']);
  assert.equal(await files[3]!.file.text(), '2');
});

test('folders deeper than anybody makes them, and more files than anybody means, end', async () => {
  let deep: Tree = { 'x.png': '1' };
  for (let i = 0; i < 50; i++) deep = { d: deep };
  assert.deepEqual(await fromDrop(transfer({ root: deep })), []);
  const many = Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`${i}.png`, '']));
  await assert.rejects(fromDrop(transfer({ many })), /more than 5000/);
});

test('a drop without items is its list of files', async () => {
  const files = [new File(['1'], 'a.glb'), new File(['2'], '.hidden')];
  const plain = await fromDrop({ items: [], files } as unknown as DataTransfer);
  assert.deepEqual(plain.map(({ name }) => name), ['a.glb']);
  assert.deepEqual(fromList(files).map(({ name }) => name), ['a.glb']);
});
