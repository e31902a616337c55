/**
 * The plan of a form: what a JSON Schema (draft-07 … 2020-12) asks for, as a tree of fields. Pure data, apart from
 * `LazyNode.expand`, which plans a recursive or very deep part when it is first needed.
 */
export interface FormPlan {
  readonly root: FieldNode;
  /** The schema the plan was made of, for validation. */
  readonly schema: unknown;
}

export type FieldNode =
  | StringNode
  | NumberNode
  | BooleanNode
  | EnumNode
  | MultiEnumNode
  | ConstNode
  | ArrayNode
  | TupleNode
  | ObjectNode
  | ChoiceNode
  | JsonNode
  | LazyNode;

export interface NodeBase {
  /** The schema's title, else the key it stands under. Untrusted text. */
  readonly label: string;
  /** Untrusted text, bounded in length. */
  readonly description?: string;
  readonly required: boolean;
  /** Whether null is an answer of its own. */
  readonly nullable: boolean;
  /** A few words about what fits: "string", "integer ≥ 1", "1 – 100", "enum". */
  readonly typeHint: string;
  /** Present only when the schema has one (it may be null). */
  readonly default?: { readonly value: unknown };
  readonly examples: readonly unknown[];
  readonly deprecated: boolean;
}

export interface StringNode extends NodeBase {
  readonly kind: 'string';
  readonly format?: string;
  /** Long text: a growing text area instead of one line. */
  readonly multiline: boolean;
  readonly secret: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly contentEncoding?: string;
  readonly contentMediaType?: string;
}

export interface NumberNode extends NodeBase {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
}

export interface BooleanNode extends NodeBase {
  readonly kind: 'boolean';
}

export interface EnumOption {
  readonly value: unknown;
  readonly label: string;
  readonly description?: string;
}

export interface EnumNode extends NodeBase {
  readonly kind: 'enum';
  readonly options: readonly EnumOption[];
}

/** An array of options, each at most once. */
export interface MultiEnumNode extends NodeBase {
  readonly kind: 'multi-enum';
  readonly options: readonly EnumOption[];
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Only one value is possible (`{"type":"null"}` too): it is sent or left out. */
export interface ConstNode extends NodeBase {
  readonly kind: 'const';
  readonly value: unknown;
}

export interface ArrayNode extends NodeBase {
  readonly kind: 'array';
  /** The plan of every item; its label is the singular the UI numbers. */
  readonly item: FieldNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly unique: boolean;
}

/** An array whose first items each have a plan of their own. */
export interface TupleNode extends NodeBase {
  readonly kind: 'tuple';
  readonly prefix: readonly FieldNode[];
  /** The plan of further items; null when none may follow. */
  readonly rest: FieldNode | null;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface PropertyPlan {
  readonly key: string;
  readonly node: FieldNode;
}

export interface ObjectNode extends NodeBase {
  readonly kind: 'object';
  /** In the schema's order. */
  readonly properties: readonly PropertyPlan[];
  /** The plan of further keys the user may name (a map); null when the schema says nothing about them. */
  readonly additional: FieldNode | null;
  /** What the schema asks of further keys. */
  readonly additionalKeyPattern?: string;
  /** How many of the schema's properties the form leaves out because there are too many. */
  readonly omitted: number;
}

export interface Variant {
  readonly label: string;
  readonly node: FieldNode;
}

/** `oneOf`/`anyOf`/several types: one of the variants, each with a plan of its own. */
export interface ChoiceNode extends NodeBase {
  readonly kind: 'choice';
  readonly variants: readonly Variant[];
}

/** Why a part of the schema has no fields of its own. */
export type JsonReason = 'any' | 'free-form' | 'unresolved-ref' | 'cyclic-ref' | 'unmergeable' | 'impossible' | 'too-complex' | 'invalid';

/** A part that is entered as JSON. */
export interface JsonNode extends NodeBase {
  readonly kind: 'json';
  readonly reason: JsonReason;
}

/** A recursive or very deep part. `expand` answers the same node every time. */
export interface LazyNode extends NodeBase {
  readonly kind: 'lazy';
  readonly expand: () => Exclude<FieldNode, LazyNode>;
}

export type SolidNode = Exclude<FieldNode, LazyNode>;

/** The node itself, or what a lazy one stands for. */
export function solid(node: FieldNode): SolidNode {
  return node.kind === 'lazy' ? node.expand() : node;
}
