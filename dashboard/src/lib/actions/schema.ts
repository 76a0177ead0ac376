/** The part of JSON Schema that OCPP's official schemas are made of, as far as a form has to know it. */

export type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  additionalProperties?: boolean;
  items?: Schema;
  enum?: readonly string[];
  format?: string;
  maxLength?: number;
  minLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
};

/** How a member is filled in. `json`: a schema of a kind that no form was drawn for is typed as it stands. */
export type Kind =
  | "text"
  | "integer"
  | "number"
  | "boolean"
  | "choice"
  | "moment"
  | "list"
  | "object"
  | "json";

export function kindOf(schema: Schema): Kind {
  if (schema.enum) return "choice";
  switch (schema.type) {
    case "string":
      return schema.format === "date-time" ? "moment" : "text";
    case "integer":
    case "number":
    case "boolean":
      return schema.type;
    case "array":
      return schema.items ? "list" : "json";
    case "object":
      return schema.properties ? "object" : "json";
    default:
      return "json";
  }
}

export type Member = { name: string; schema: Schema; required: boolean };

/** The members of an object: those that are needed first, else in the order of the schema. */
export function membersOf(schema: Schema): Member[] {
  const needed = new Set(schema.required);
  const members = Object.entries(schema.properties ?? {}).map(([name, part]) => ({
    name,
    schema: part,
    required: needed.has(name),
  }));
  return [...members.filter((one) => one.required), ...members.filter((one) => !one.required)];
}
