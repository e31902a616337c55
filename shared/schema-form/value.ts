/**
 * What the person entered, as a tree beside the plan. It keeps raw text and the drafts of variants that are not chosen,
 * so that nothing typed is lost. Plain JSON data; changed by making new objects, never in place.
 */
export type FormValue =
  | TextValue
  | BooleanValue
  | OptionValue
  | OptionsValue
  | ConstValue
  | ListValue
  | FieldsValue
  | ChoiceValue
  | JsonValue;

/**
 * 'no': left out of the arguments. 'yes': the draft is sent. 'null': null is sent.
 * 'raw': the JSON text in `raw` is sent, because the value does not fit the field.
 */
export type Sent = 'no' | 'yes' | 'null' | 'raw';

export interface ValueBase {
  readonly sent: Sent;
  readonly raw?: string;
}

/** For `string` and `number`. */
export interface TextValue extends ValueBase {
  readonly kind: 'text';
  readonly text: string;
}

export interface BooleanValue extends ValueBase {
  readonly kind: 'boolean';
  readonly checked: boolean;
}

/** For `enum`: the index of the option, -1 for none. */
export interface OptionValue extends ValueBase {
  readonly kind: 'option';
  readonly option: number;
}

/** For `multi-enum`: indexes of options in the order they are sent. */
export interface OptionsValue extends ValueBase {
  readonly kind: 'options';
  readonly options: readonly number[];
}

/** For `const`. */
export interface ConstValue extends ValueBase {
  readonly kind: 'const';
}

export interface ListItem {
  /** Identity of the row while it moves; unique within its list. */
  readonly key: number;
  readonly value: FormValue;
}

/** For `array` and `tuple` (there the first items are the prefix, in order). */
export interface ListValue extends ValueBase {
  readonly kind: 'list';
  readonly items: readonly ListItem[];
  readonly nextKey: number;
}

export interface MapEntry {
  readonly key: number;
  readonly name: string;
  readonly value: FormValue;
}

export interface ExtraKey {
  readonly name: string;
  readonly value: unknown;
}

/** For `object`. */
export interface FieldsValue extends ValueBase {
  readonly kind: 'fields';
  /** Aligned with `ObjectNode.properties`. */
  readonly fields: readonly FormValue[];
  /** Keys of the map part. */
  readonly entries: readonly MapEntry[];
  readonly nextKey: number;
  /** Keys the schema does not know: kept and sent again. */
  readonly extra: readonly ExtraKey[];
}

/** For `choice`: drafts are aligned with the variants; null until a variant was first chosen. */
export interface ChoiceValue extends ValueBase {
  readonly kind: 'choice';
  /** -1 for none yet. */
  readonly variant: number;
  readonly drafts: readonly (FormValue | null)[];
}

/** For `json` nodes and for a `lazy` node nobody opened yet (then `sent` is 'no'). */
export interface JsonValue extends ValueBase {
  readonly kind: 'json';
  readonly text: string;
}
