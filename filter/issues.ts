export type IssuePath = (string | number)[];

export type IssueCode =
  | 'not_json'
  | 'too_large'
  | 'too_deep'
  | 'too_many_nodes'
  | 'too_many_values'
  | 'bad_text'
  | 'invalid_type'
  | 'invalid_value'
  | 'invalid_date'
  | 'invalid_regex'
  | 'unknown_key'
  | 'unknown_field'
  | 'unknown_operator'
  | 'unknown_datatype'
  | 'never_matches';

/** Something wrong at a place of the filter; `path` is the JSON path from the value that was parsed. */
export interface Issue {
  path: IssuePath;
  code: IssueCode;
  message: string;
}
