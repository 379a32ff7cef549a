/**
 * The assignment of greatest total weight between a fixed number of columns and rows that are added one by one. Weights are
 * whole numbers from 0, and 0 means that the two cannot be paired. A row or a column may stay alone.
 *
 * Hungarian method by shortest augmenting paths (Kuhn 1955, Jonker and Volgenant 1987): adding a row takes at most
 * O(columns²). A weight is never larger than the sum of the potentials of its row and its column, and equal for a pair of the
 * assignment. A row or a column with a potential above 0 has a partner in every best assignment.
 */
export class GrowingAssignment {
  readonly #lines: (readonly number[])[] = [];
  readonly #columnOf: number[] = [];
  readonly #rowPotential: number[] = [];
  readonly #columnPotential: Float64Array;
  readonly #rowOf: Int32Array;
  readonly #distance: Float64Array;
  readonly #cameFrom: Int32Array;
  readonly #isDone: Uint8Array;

  constructor(columns: number) {
    this.#columnPotential = new Float64Array(columns);
    this.#rowOf = new Int32Array(columns).fill(-1);
    this.#distance = new Float64Array(columns);
    this.#cameFrom = new Int32Array(columns);
    this.#isDone = new Uint8Array(columns);
  }

  /** The column of each row, in the order of the rows; -1 for a row without one. */
  get columnOf(): readonly number[] {
    return this.#columnOf;
  }

  /** The row of each column; -1 for a column without one. */
  get rowOf(): ArrayLike<number> {
    return this.#rowOf;
  }

  /** Adds a row with its weight for each column. */
  add(weights: readonly number[]): void {
    const added = this.#lines.length;
    this.#lines.push(weights);
    this.#columnOf.push(-1);
    this.#rowPotential.push(0);
    this.#distance.fill(Infinity);
    this.#isDone.fill(0);
    // The path loses least that ends in a free column, or at a row that gives its column away and stays alone.
    let [row, loss, alone, leastAlone] = [added, 0, added, 0];
    for (;;) {
      const column = this.#nearest(row, loss);
      if (column === -1 || leastAlone <= (this.#distance[column] ?? 0)) {
        this.#raise(added, leastAlone);
        if (alone === added) return;
        const freed = this.#columnOf[alone] ?? -1;
        this.#columnOf[alone] = -1;
        return this.#augment(freed, added);
      }
      loss = this.#distance[column] ?? 0;
      this.#isDone[column] = 1;
      row = this.#rowOf[column] ?? -1;
      if (row === -1) {
        this.#raise(added, loss);
        return this.#augment(column, added);
      }
      const left = loss + (this.#rowPotential[row] ?? 0);
      if (left < leastAlone) [alone, leastAlone] = [row, left];
    }
  }

  /**
   * The columns that some best assignment gives to a row, in ascending order. Two best assignments differ by moves of rows to
   * columns whose weight equals the sum of the potentials.
   */
  columnsFor(row: number): readonly number[] {
    const reaches = this.#reaching(this.#columnOf[row] ?? -1);
    const line = this.#lines[row] ?? [];
    return [...line.keys()].filter(
      (column) => this.#isTight(row, column) && (column === this.#columnOf[row] || reaches.has(column)),
    );
  }

  /** Continues the paths from a row, and returns the column at the end of the shortest open path; -1 without one. */
  #nearest(row: number, loss: number): number {
    const line = this.#lines[row] ?? [];
    const base = loss + (this.#rowPotential[row] ?? 0);
    let [nearest, least] = [-1, Infinity];
    for (let column = 0; column < this.#rowOf.length; column += 1) {
      if (this.#isDone[column] === 1) continue;
      const weight = line[column] ?? 0;
      let distance = this.#distance[column] ?? Infinity;
      if (weight > 0) {
        const way = base - weight + (this.#columnPotential[column] ?? 0);
        if (way < distance) {
          distance = way;
          this.#distance[column] = way;
          this.#cameFrom[column] = row;
        }
      }
      const isNearer = distance < least || (distance === least && nearest !== -1 && this.#endsAt(column, nearest));
      if (isNearer) [nearest, least] = [column, distance];
    }
    return nearest;
  }

  /** True for a free column where the other one has a row. */
  #endsAt(column: number, other: number): boolean {
    return this.#rowOf[column] === -1 && this.#rowOf[other] !== -1;
  }

  /** Moves the potentials of the rows and columns on the paths, so that the pairs of the shortest path are equal to them. */
  #raise(added: number, loss: number): void {
    this.#rowPotential[added] = -loss;
    for (let column = 0; column < this.#rowOf.length; column += 1) {
      if (this.#isDone[column] === 0) continue;
      const rise = loss - (this.#distance[column] ?? 0);
      this.#columnPotential[column] = (this.#columnPotential[column] ?? 0) + rise;
      const row = this.#rowOf[column] ?? -1;
      if (row !== -1) this.#rowPotential[row] = (this.#rowPotential[row] ?? 0) - rise;
    }
  }

  /** Gives each column on the path to the row that it was reached from, back to the added row. */
  #augment(last: number, added: number): void {
    for (let column = last; ;) {
      const row = this.#cameFrom[column] ?? added;
      const before = this.#columnOf[row] ?? -1;
      this.#rowOf[column] = row;
      this.#columnOf[row] = column;
      if (row === added) return;
      column = before;
    }
  }

  #isTight(row: number, column: number): boolean {
    const weight = this.#lines[row]?.[column] ?? 0;
    return weight > 0 && weight === (this.#rowPotential[row] ?? 0) + (this.#columnPotential[column] ?? 0);
  }

  /**
   * The columns whose row can move on, by moves that lose nothing, until a row takes `target` or nobody needs it. -1 stands
   * for the place of rows without a column.
   */
  #reaching(target: number): ReadonlySet<number> {
    const columns = [...this.#rowOf.keys()];
    const lonely = [...this.#columnOf.keys()].filter((row) => this.#columnOf[row] === -1);
    const isFree = (column: number): boolean => column === -1 || this.#rowOf[column] === -1;
    const canBeAlone = (column: number): boolean => column === -1 || this.#columnPotential[column] === 0;
    const canMove = (from: number, to: number): boolean => {
      if (isFree(from) && canBeAlone(to)) return true;
      if (from === -1) return lonely.some((row) => this.#isTight(row, to));
      const row = this.#rowOf[from] ?? -1;
      if (row === -1) return false;
      return to === -1 ? this.#rowPotential[row] === 0 : this.#isTight(row, to);
    };
    const found = new Set([target]);
    for (const to of found) {
      for (const from of [-1, ...columns]) if (!found.has(from) && canMove(from, to)) found.add(from);
    }
    return found;
  }
}
