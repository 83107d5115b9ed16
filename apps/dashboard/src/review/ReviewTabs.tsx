import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import './review-tabs.css'

/** Pages of those who review: what waits for them, where the cell stops for them, and how well they and it see. */
export function ReviewTabs() {
  const { t } = useTranslation()
  return (
    <nav className="reviewtabs" aria-label={t('frame.review')}>
      <Link to="/review">{t('review.tabs.queue')}</Link>
      <Link to="/breakpoints">{t('review.breakpoints.title')}</Link>
      <Link to="/second-review">{t('secondReview.title')}</Link>
    </nav>
  )
}
