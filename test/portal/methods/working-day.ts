import { DateTime } from 'luxon'
import { type Call, type MethodMap, reply } from '../method.ts'
import { RestError } from '../rest-error.ts'
import { type PortalUser } from '../types.ts'
import { type Params, intOf, isoIn } from '../values.ts'

/** "9.30" of the portal's calendar in seconds since midnight. */
function secondsOf(hour: string): number {
  const [hours = '0', minutes = '0'] = hour.split('.')
  return Number(hours) * 3600 + Number(minutes.padEnd(2, '0')) * 60
}

const clockText = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 19)

const workTime = ({ portal }: Call) => {
  const { workTimeStart = '9', workTimeEnd = '19' } = portal.seed.calendar ?? {}
  return { start: secondsOf(workTimeStart), end: secondsOf(workTimeEnd) }
}

/** Another person's day is shown to an administrator only. */
function requiredPerson(call: Call, params: Params): PortalUser {
  const id = intOf(params['USER_ID']) ?? call.user.id
  const user = call.portal.users.find((one) => one.id === id)
  if (!user) throw new RestError('', 'User is not found.')
  if (user !== call.user && !call.user.isAdmin) throw new RestError('', 'Access denied.')
  return user
}

function settings(call: Call, params: Params) {
  const user = requiredPerson(call, params)
  const { start, end } = workTime(call)
  return reply({
    UF_TIMEMAN: true,
    UF_TM_FREE: false,
    UF_TM_MAX_START: clockText(start + 900),
    UF_TM_MIN_FINISH: clockText(end - 900),
    UF_TM_MIN_DURATION: clockText(end - start - 3600),
    UF_TM_ALLOWED_DELTA: '00:15:00',
    ADMIN: user.isAdmin,
  })
}

/** Nobody clocks in here: the day is closed, as it is before it begins. */
function status(call: Call, params: Params) {
  const user = requiredPerson(call, params)
  const { start, end } = workTime(call)
  const day = DateTime.fromMillis(call.now, { zone: user.timeZone }).startOf('day')
  const at = (seconds: number) => isoIn(user.timeZone, day.toMillis() + seconds * 1000)
  return reply({
    STATUS: 'CLOSED',
    TIME_START: at(start),
    TIME_FINISH: at(end),
    DURATION: clockText(end - start),
    TIME_LEAKS: '00:00:00',
    ACTIVE: true,
    IP_OPEN: '',
    IP_CLOSE: '',
    LAT_OPEN: 0,
    LON_OPEN: 0,
    LAT_CLOSE: 0,
    LON_CLOSE: 0,
    TZ_OFFSET: day.offset * 60,
    TIME_FINISH_DEFAULT: at(end),
  })
}

const weekDays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Days as the schedule counts them, Monday is 1. */
function workDays(call: Call): string {
  const holidays = call.portal.seed.calendar?.weekHolidays ?? ['SA', 'SU']
  return weekDays.map((day, index) => (holidays.includes(day) ? '' : String(index + 1))).join('')
}

const scheduleId = 1

const violationRules = ({ start, end }: { start: number; end: number }): Params => ({
  ID: 1,
  SCHEDULE_ID: scheduleId,
  ENTITY_CODE: 'UA',
  MAX_EXACT_START: start + 900,
  MIN_EXACT_END: end,
  MAX_OFFSET_START: -1,
  MIN_OFFSET_END: -1,
  RELATIVE_START_FROM: -1,
  RELATIVE_START_TO: -1,
  RELATIVE_END_FROM: -1,
  RELATIVE_END_TO: -1,
  MIN_DAY_DURATION: end - start - 3600,
  MAX_ALLOWED_TO_EDIT_WORK_TIME: 300,
  MAX_WORK_TIME_LACK_FOR_PERIOD: 3600,
  PERIOD_TIME_LACK_AGENT_ID: 0,
  MAX_SHIFT_START_DELAY: -1,
  MISSED_SHIFT_START: 0,
  USERS_TO_NOTIFY: {
    FIXED_START_END: [],
    FIXED_PER_RECORD: [],
    FIXED_EDIT_WORKTIME: [],
    FIXED_PERIODIC: [],
    SHIFT_DELAY: [],
    SHIFT_MISSED_START: [],
  },
})

/** One schedule for all, after the portal's calendar; its breaks last an hour. */
function schedule(call: Call, params: Params) {
  if (intOf(params['ID']) !== scheduleId) throw new RestError('', 'Schedule is not found.')
  const time = workTime(call)
  return reply({
    ID: scheduleId,
    NAME: 'Для всех сотрудников',
    SCHEDULE_TYPE: 'FIXED',
    REPORT_PERIOD: 'MONTH',
    REPORT_PERIOD_OPTIONS: { START_WEEK_DAY: 0 },
    CALENDAR_ID: 1,
    ALLOWED_DEVICES: { browser: true },
    DELETED: '0',
    IS_FOR_ALL_USERS: true,
    WORKTIME_RESTRICTIONS: [],
    CONTROLLED_ACTIONS: 3,
    UPDATED_BY: 1,
    DELETED_BY: 0,
    DELETED_AT: '',
    CREATED_BY: 0,
    CREATED_AT: isoIn(call.portal.timeZone, Date.UTC(2024, 6, 15)),
    SHIFTS: [
      {
        ID: 1,
        NAME: '',
        BREAK_DURATION: 3600,
        WORK_TIME_START: time.start,
        WORK_TIME_END: time.end,
        WORK_DAYS: workDays(call),
        SCHEDULE_ID: scheduleId,
        DELETED: false,
      },
    ],
    CALENDAR: { ID: 1, NAME: '', PARENT_CALENDAR_ID: 0, SYSTEM_CODE: '', EXCLUSIONS: [] },
    SCHEDULE_VIOLATION_RULES: violationRules(time),
  })
}

const common = { scope: ['timeman'], isAnyCase: true }

export const workingDayMethods: MethodMap = {
  'timeman.settings': { ...common, run: settings },
  'timeman.status': { ...common, run: status },
  'timeman.schedule.get': { ...common, run: schedule },
}
