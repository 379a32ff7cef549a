import type { Shape } from './shape.ts';
import { CLOUD_SHAPES } from './shapes/clouds.ts';
import { FORMAT_SHAPES } from './shapes/formats.ts';
import { MODEL_SHAPES } from './shapes/models.ts';
import { SERVICE_SHAPES } from './shapes/services.ts';

/** Every key that is told by its form, in the order in which they are looked for: whole formats first, bare ones last. */
export const SHAPES: readonly Shape[] = [...MODEL_SHAPES, ...CLOUD_SHAPES, ...SERVICE_SHAPES, ...FORMAT_SHAPES];
