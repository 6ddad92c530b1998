'use client';
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { Field } from '@/contracts/segment';
import type { Marked } from './check';
import { completeFilter } from './completions';

type Props = {
  value: string;
  onChange: (value: string) => void;
  marks: readonly Marked[];
  fields: readonly Field[];
  readOnly: boolean;
  label?: string;
};

/** The filter as JSON, with completion and each problem marked where it is. Tab leaves the editor: it is no trap for the keyboard. */
export default function JsonEditor({ value, onChange, marks, fields, readOnly, label = 'Filter as JSON' }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ onChange, fields });
  latest.current = { onChange, fields };

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; later values come through the effects below
  useEffect(() => {
    if (!box.current) return;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          closeBrackets(),
          indentOnInput(),
          json(),
          syntaxHighlighting(colours),
          autocompletion({ override: [completeFilter(() => latest.current.fields)], activateOnTyping: true, icons: false }),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
          EditorState.readOnly.of(readOnly),
          EditorView.updateListener.of((update) => update.docChanged && latest.current.onChange(update.state.doc.toString())),
          look,
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const end = editor.state.doc.length;
    const diagnostics: Diagnostic[] = marks.map(({ from, to, message, severity }) => ({
      from: Math.min(from, end),
      to: Math.min(Math.max(to, from), end),
      message,
      severity,
    }));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [marks]);

  return <div ref={box} className="overflow-hidden rounded-md border border-line-strong bg-surface" />;
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--color-accent)' },
  { tag: tags.string, color: 'var(--color-good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--color-warn)' },
  { tag: [tags.punctuation, tags.brace, tags.squareBracket, tags.separator], color: 'var(--color-ink-3)' },
]);

const look = EditorView.theme({
  '&': { fontSize: '0.8125rem', color: 'var(--color-ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: '2px solid var(--color-accent)', outlineOffset: '-2px' },
  '.cm-content:focus-visible': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.35rem', minHeight: '14rem', maxHeight: '32rem', overflow: 'auto' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--color-ink)' },
  '.cm-gutters': { backgroundColor: 'var(--color-sunken)', color: 'var(--color-ink-3)', borderRight: '1px solid var(--color-line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--color-hover) 60%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--color-ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#cfdcff, #2c4a97)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--color-selected)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--color-raised)',
    color: 'var(--color-ink)',
    border: '1px solid var(--color-line-strong)',
    borderRadius: '6px',
    overflow: 'hidden',
    zIndex: '60',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '0.75rem', maxHeight: '16rem' },
  '.cm-tooltip-autocomplete ul li': { padding: '0.2rem 0.5rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--color-selected)', color: 'var(--color-ink)' },
  '.cm-completionDetail': { color: 'var(--color-ink-3)', fontStyle: 'normal', fontFamily: 'var(--font-sans)', marginLeft: '0.75rem' },
  '.cm-diagnostic': { padding: '0.35rem 0.6rem', fontFamily: 'var(--font-sans)', fontSize: '0.8125rem' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--color-bad)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--color-warn)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--color-bad) 1px',
    backgroundColor: 'var(--color-bad-soft)',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--color-warn) 1px',
    backgroundColor: 'var(--color-warn-soft)',
  },
});
