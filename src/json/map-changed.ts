/** Returns the list with `change` applied to each item; the list itself where `change` returns every item as it is. */
export function mapChanged<Item>(items: Item[], change: (item: Item) => Item): Item[] {
  let changed: Item[] | null = null;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Item;
    const made = change(item);
    if (made !== item) (changed ??= items.slice())[i] = made;
  }
  return changed ?? items;
}
