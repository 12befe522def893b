import { afterEach, describe, expect, it, vi } from 'vitest';
import { EmergencyCountdown } from './emergency-countdown.ts';
import './register.ts';

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe('ACS-5 cie-emergency-countdown', () => {
  it('counts the minutes and asks for the page again when they are over', async () => {
    vi.useFakeTimers({ now: new Date('2026-05-01T10:00:00Z'), toFake: ['setInterval', 'clearInterval', 'Date'] });
    const countdown = new EmergencyCountdown();
    countdown.until = '2026-05-01T10:02:00Z';
    const asked = vi.fn<() => void>();
    document.body.addEventListener('cie-reload', asked);
    document.body.append(countdown);
    await countdown.updateComplete;
    expect(countdown.textContent).toContain('2 minutes left');
    vi.advanceTimersByTime(65_000);
    await countdown.updateComplete;
    expect(countdown.textContent).toContain('1 minute left');
    vi.advanceTimersByTime(60_000);
    await countdown.updateComplete;
    expect(countdown.textContent).toContain('ended');
    expect(asked).toHaveBeenCalledTimes(1);
    document.body.removeEventListener('cie-reload', asked);
  });

  it('says aloud, politely, that 5 minutes and 1 minute are left, and nothing in between', async () => {
    vi.useFakeTimers({ now: new Date('2026-05-01T10:00:00Z'), toFake: ['setInterval', 'clearInterval', 'Date'] });
    const countdown = new EmergencyCountdown();
    countdown.until = '2026-05-01T10:06:00Z';
    document.body.append(countdown);
    await countdown.updateComplete;
    const live = countdown.querySelector('[aria-live=polite]');
    const said: string[] = [];
    for (let minutes = 0; minutes < 7; minutes += 1) {
      await countdown.updateComplete;
      const text = live?.textContent ?? '';
      if (text !== said.at(-1)) said.push(text);
      vi.advanceTimersByTime(60_000);
    }
    expect(said).toEqual(['', 'Access to this record ends in 5 minutes.', 'Access to this record ends in 1 minute.', 'Access has ended']);
    expect(countdown.querySelector('[role=timer]')?.hasAttribute('aria-live')).toBe(false);
  });
});
