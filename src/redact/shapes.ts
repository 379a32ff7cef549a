import type { SecretShape } from './shape.ts';
import { CLOUD_SHAPES } from './shapes/clouds.ts';
import { FORMAT_SHAPES } from './shapes/formats.ts';
import { MODEL_SHAPES } from './shapes/models.ts';
import { SERVICE_SHAPES } from './shapes/services.ts';

/** Every kind of key that is recognised by its shape, in search order: whole formats first, bare keys last. */
export const SHAPES: readonly SecretShape[] = [...MODEL_SHAPES, ...CLOUD_SHAPES, ...SERVICE_SHAPES, ...FORMAT_SHAPES];
