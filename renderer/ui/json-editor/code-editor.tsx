import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { linter, lintKeymap } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './json-editor.module.css';
import type { JsonEditorProps } from './json-editor.tsx';

const LINT_DELAY_MS = 400;
/** Beyond this the syntax is not checked while typing. */
const LINT_LIMIT = 500_000;

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'transparent', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--accent) 24%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--line-strong)' },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--line)', borderRadius: '6px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)', fontFamily: 'var(--font)', fontSize: '12px' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--bad)' },
});

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--json-key)' },
  { tag: tags.string, color: 'var(--json-string)' },
  { tag: tags.number, color: 'var(--json-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--json-word)' },
]);

/** Marks a change that came from outside, so that it is not reported back. */
const fromOutside = Annotation.define<boolean>();

const parse = jsonParseLinter();

/** The nonce that this page's style-src asks for, where it has one. */
function styleNonce(): string {
  const meta = document.querySelector('meta[property="csp-nonce"], meta[name="csp-nonce"]');
  return meta instanceof HTMLMetaElement ? meta.nonce || meta.content : '';
}

function editable(disabled: boolean): Extension {
  return [EditorState.readOnly.of(disabled), EditorView.editable.of(!disabled)];
}

/** The JSON editor itself. Tab is left to the browser: it moves the focus on, as everywhere else. */
export function CodeEditor({ value, onChange, label, disabled = false, onSubmit }: JsonEditorProps): ReactNode {
  const host = useRef<HTMLDivElement | null>(null);
  const editor = useRef<EditorView | null>(null);
  const compartments = useRef({ editable: new Compartment(), label: new Compartment() });
  const latest = useRef({ value, onChange, onSubmit, disabled, label });
  latest.current = { value, onChange, onSubmit, disabled, label };

  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    const { editable: editableSlot, label: labelSlot } = compartments.current;
    const nonce = styleNonce();
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          nonce === '' ? [] : EditorView.cspNonce.of(nonce),
          Prec.highest(
            keymap.of([
              {
                key: 'Mod-Enter',
                run: () => {
                  latest.current.onSubmit?.();
                  return latest.current.onSubmit !== undefined;
                },
              },
            ]),
          ),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          json(),
          syntaxHighlighting(colors),
          linter((current) => (current.state.doc.length > LINT_LIMIT || isBlank(current) ? [] : parse(current)), { delay: LINT_DELAY_MS }),
          keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
          EditorView.lineWrapping,
          theme,
          editableSlot.of(editable(latest.current.disabled)),
          labelSlot.of(EditorView.contentAttributes.of({ 'aria-label': latest.current.label })),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((each) => each.annotation(fromOutside))) return;
            latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    editor.current = view;
    return () => {
      editor.current = null;
      view.destroy();
    };
  }, []);

  useEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value }, annotations: fromOutside.of(true) });
  }, [value]);

  useEffect(() => {
    editor.current?.dispatch({
      effects: [
        compartments.current.editable.reconfigure(editable(disabled)),
        compartments.current.label.reconfigure(EditorView.contentAttributes.of({ 'aria-label': label })),
      ],
    });
  }, [disabled, label]);

  return <div ref={host} className={styles.host} />;
}

function isBlank(view: EditorView): boolean {
  return view.state.doc.length < 1_000 && view.state.doc.toString().trim() === '';
}
