// What a reader of one format of XML is.
import type { ReportFacts } from './report.ts';
import type { XmlVisitor } from './xml.ts';

export interface XmlReader extends XmlVisitor {
  /** Asked once, after the whole document. A text says what is wrong. */
  readonly finish: () => ReportFacts | string;
}
