/** The JSON Schema of a scenario file, for editors and for the page: docs/reference/scenario.schema.json. */
import { z } from 'zod';
import { fileSchema } from './schema.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What a whole number may be at most says nothing about scenarios. */
function withoutNoise({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** Draft 7 is what most editors check. A file may leave out what has a default, so the input side is published. */
export function scenarioJsonSchema(): JsonSchema {
  const options = { target: 'draft-7', io: 'input', override: withoutNoise } as const;
  const { $schema, ...schema } = z.toJSONSchema(fileSchema, options);
  return { ...($schema !== undefined && { $schema }), title: 'Scenario', ...schema };
}

export const scenarioJsonSchemaText = (): string => `${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`;
