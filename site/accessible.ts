interface Element {
  readonly type?: string;
  readonly tagName?: string;
  readonly properties?: Record<string, unknown>;
  children?: Element[];
}

/**
 * A plugin for the generator, for readers without a mouse. Takes the `#` beside each heading out of the order of the Tab key, because
 * the generator hides it from screen readers. Puts each table into an element that can take the focus, so that the arrow keys scroll a
 * wide one.
 */
export function accessible(): (tree: Element) => void {
  return function visit(node: Element): void {
    const { tagName, properties = {} } = node;
    if (tagName === 'a' && String(properties['className']) === 'rp-header-anchor') properties['tabIndex'] = -1;
    if (node.children === undefined) return;
    node.children.forEach((child) => visit(child));
    node.children = node.children.map((child) => (child.tagName === 'table' ? scrolled(child) : child));
  };
}

function scrolled(table: Element): Element {
  const properties = { className: ['table-region'], tabIndex: 0, role: 'group', ariaLabel: 'Table' };
  return { type: 'element', tagName: 'div', properties, children: [table] };
}
