/**
 * What runners of CI take for a command in a log line, as the character to be written by its code:
 * - `##[error]`, `##vso[…]`, `##teamcity[…]` anywhere in a line: GitHub (`ActionCommand.TryParse` looks for `##[` with
 *   `IndexOf`), Azure Pipelines and TeamCity;
 * - `::error::…` where a line starts, blanks aside: GitHub (`TryParseV2`). A text may start a line, and so may a word of
 *   it that is wrapped; `std::vector` stays;
 * - `section_start:1700000000:name` and `travis_fold:start:name` anywhere: GitLab and Travis.
 */
export const COMMANDS: RegExp =
  /#(?=#[a-z]{0,20}\[)|(?<!\S):(?=:[a-z])|(?<=section_(?:start|end)|travis_(?:fold|time)):/giu;
