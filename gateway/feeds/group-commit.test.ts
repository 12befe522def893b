import { describe, expect, it } from 'vitest';
import { GroupCommit } from './group-commit.ts';

describe('group commit', () => {
  it('commits what arrives during a commit as one group, in order, within its limits', async () => {
    const groups: number[][] = [];
    const commits = new GroupCommit<number, string>(async (items) => {
      groups.push([...items]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return items.map(String);
    }, { most: 3, heaviest: 100, weigh: (item) => item });
    const results = await Promise.all([1, 2, 3, 4, 5, 60, 50, 200, 6].map((item) => commits.add(item)));
    expect(results).toEqual(['1', '2', '3', '4', '5', '60', '50', '200', '6']);
    expect(groups).toEqual([[1], [2, 3, 4], [5, 60], [50], [200], [6]]);
  });

  it('tells every member of a group that it failed, and goes on', async () => {
    let fail = true;
    const commits = new GroupCommit<number, number>(async (items) => {
      if (fail) throw new Error('down');
      return items;
    }, { most: 10, heaviest: 10, weigh: () => 1 });
    await expect(commits.add(1)).rejects.toThrow('down');
    fail = false;
    await expect(commits.add(2)).resolves.toBe(2);
  });
});
