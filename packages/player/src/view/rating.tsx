import type { Rating } from '../study/card.ts';
import { useLanguage } from './context.ts';

export interface RatingButtonsProps {
  ratings: readonly Rating[];
  /** Seconds until the card comes back. */
  intervals: Readonly<Record<Rating, number>>;
  suggested: Rating;
  onRate(rating: Rating): void;
}

export function RatingButtons({ ratings, intervals, suggested, onRate }: RatingButtonsProps) {
  const { strings, interval } = useLanguage();
  return (
    // biome-ignore lint/a11y/useSemanticElements: one question, answered by a press
    <div class="cw-ratings" role="group" aria-label={strings.rateGroup} data-n={ratings.length}>
      {ratings.map((rating, i) => (
        <button
          type="button"
          key={rating}
          class="cw-rating"
          data-rating={rating}
          data-suggested={rating === suggested ? '' : undefined}
          onClick={() => onRate(rating)}
        >
          <span class="cw-rating-name">{strings[rating]}</span>
          <span class="cw-rating-interval">{interval(intervals[rating])}</span>
          <span class="cw-rating-key" aria-hidden="true">
            {i + 1}
          </span>
        </button>
      ))}
    </div>
  );
}
