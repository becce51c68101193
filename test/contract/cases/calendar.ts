import { z } from 'zod'
import { type Family } from '../family.ts'
import { bearing } from '../shape.ts'

const settings =
  'work_time_start work_time_end year_holidays year_workdays week_holidays week_start ' +
  'user_name_template path_to_user path_to_user_calendar path_to_group path_to_group_calendar'

export const calendarCases: Family = {
  name: 'working time of the portal',
  async play({ read }) {
    const known = await read(
      'calendar.settings.get',
      {},
      bearing(settings, { week_holidays: z.array(z.string()), year_holidays: z.string() }),
    )
    // Hours are written `9` or `9.30`, days `1.01,2.01`.
    z.string()
      .regex(/^\d{1,2}(\.\d{2})?$/)
      .parse(known['work_time_start'])
    z.string()
      .regex(/^(\d{1,2}\.\d{2}(,|$))*$/)
      .parse(known.year_holidays)
  },
}

export const workingDayCases: Family = {
  name: 'working days of people',
  asksFor: 'timeman.status',
  async play({ read }, { userId }) {
    await read(
      'timeman.settings',
      { USER_ID: userId },
      bearing('UF_TIMEMAN UF_TM_FREE UF_TM_MAX_START UF_TM_MIN_FINISH UF_TM_MIN_DURATION', {}),
    )
    await read(
      'timeman.status',
      { USER_ID: userId },
      bearing('STATUS TIME_START TIME_FINISH DURATION TIME_LEAKS ACTIVE', {}),
    )
    await read(
      'timeman.schedule.get',
      { id: 1 },
      bearing('ID NAME SCHEDULE_TYPE SHIFTS CALENDAR', { ID: z.number() }),
    )
  },
}
