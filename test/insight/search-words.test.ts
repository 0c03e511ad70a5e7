import { describe, expect, it } from 'vitest';
import { questionWords, searchWords } from '../../src/insight/search-words.js';

/** Whether a question's word meets a text's: they share a spelling. */
function meets(question: string, text: string): boolean {
  const texts = new Set(searchWords(text).flat());
  return questionWords(question).every(({ spellings }) => spellings.some((spelling) => texts.has(spelling)));
}

const wholes = (question: string) => questionWords(question).map(({ whole }) => whole);

describe('words', () => {
  it.each([
    ['PO-88213', 'PO-88213'],
    ['88213', 'PO-88213'],
    ['88213', 'PO88213'],
    ['po 88213', 'PO-88213'],
    ['32255-1', '32255-1'],
    ['#32255-1', '32255-1'],
    ['32255–1', '32255-1'],
    ['32255', '32255-1'],
    ['ABC123-2XL', 'ABC123'],
    ['ABC123', 'ABC123-XXL'],
    ['ABC123-XL', 'ABC123-2XL'],
    ['pc-61', 'PC-61-Medium'],
    ['RB20SS', 'RB-20SS'],
    ['zoe', 'Zoë’s Café'],
    ['obrien', "O'Brien"],
    ['quarter zip', 'Quarter-zips and a quarter-zip'],
    ['dana@acme.example', 'dana@acme.example'],
    ['polos', 'a polo'],
    ['accessory', 'Accessories'],
    ['box', 'boxes'],
    ['glass', 'Glasses'],
    ['james', 'James'],
    ['find the polo order with the number 4471', 'Polo 4471'],
  ])('%s is found in %s', (question, text) => {
    expect(meets(question, text)).toBe(true);
  });

  it.each([
    ['4471', '44710'],
    ['32255-2', 'PO 32255-11 of another'],
    ['ABC124', 'ABC123-2XL'],
    ['navy', 'navigator'],
  ])('%s is another than %s', (question, text) => {
    expect(questionWords(question)[0]?.whole).not.toBe(searchWords(text)[0]?.[0]);
    if (!question.includes('-')) expect(meets(question, text)).toBe(false);
  });

  it('of a question that say nothing are left out, unless there are no others', () => {
    expect(wholes('Find the navy polo order with the PO number 4471')).toEqual(['navy', 'polo', '4471']);
    expect(wholes('the order')).toEqual(['the', 'order']);
    expect(questionWords(' … !')).toEqual([]);
  });

  it('of an address are not what every address ends with', () => {
    expect(questionWords('dana@acme.example').flatMap(({ spellings }) => spellings)).toEqual([
      'dana',
      'acmeexample',
      'acme',
    ]);
  });

  it('of a text without end are bounded', () => {
    for (const text of ['-'.repeat(1e6), 'a-'.repeat(1e6), '1'.repeat(1e6), 'x '.repeat(1e6)]) {
      expect(searchWords(text).length).toBeLessThan(5_000);
    }
  });
});
