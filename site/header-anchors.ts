interface Element {
  readonly tagName?: string;
  readonly properties?: Record<string, unknown>;
  readonly children?: readonly Element[];
}

/**
 * A plugin for the generator: takes the `#` beside each heading out of the order of the Tab key. The generator hides these links from
 * screen readers, and a hidden element that can take the focus is a fault of accessibility.
 */
export function headerAnchors(): (tree: Element) => void {
  return function visit(node: Element): void {
    const { tagName, properties = {} } = node;
    if (tagName === 'a' && String(properties['className']) === 'rp-header-anchor') properties['tabIndex'] = -1;
    node.children?.forEach((child) => visit(child));
  };
}
