/** A profile gauge on a profile. */
import type { GaugeReport, GaugeValue, ProfileGauge } from '@celltwin/contracts'
import { measureFlatness, measureRunout } from './form.ts'
import { measureGroove } from './groove.ts'
import type { Profile } from './profile.ts'
import { measureStepHeight } from './step-height.ts'

/** @throws NotMeasurable where the profile does not show what the gauge needs. */
export function measureProfile(profile: Profile, gauge: ProfileGauge): GaugeReport {
  return { gauge: gauge.name, values: valuesOf(profile, gauge) }
}

function valuesOf(profile: Profile, gauge: ProfileGauge): GaugeValue[] {
  switch (gauge.kind) {
    case 'step-height':
      return measureStepHeight(profile, gauge)
    case 'run-out':
      return measureRunout(profile, gauge)
    case 'flatness':
      return measureFlatness(profile, gauge)
    case 'groove':
      return measureGroove(profile, gauge)
  }
}
