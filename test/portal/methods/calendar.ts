import { type MethodMap, reply } from '../method.ts'

const fixed = {
  week_start: 'MO',
  user_name_template: '#NAME# #LAST_NAME#',
  sync_by_push: false,
  user_show_login: true,
  path_to_user: '/company/personal/user/#user_id#/',
  path_to_user_calendar: '/company/personal/user/#user_id#/calendar/',
  path_to_group: '/workgroups/group/#group_id#/',
  path_to_group_calendar: '/workgroups/group/#group_id#/calendar/',
  path_to_vr: '',
  path_to_rm: '',
  rm_iblock_type: '',
  rm_iblock_id: '',
  dep_manager_sub: true,
  denied_superpose_types: [],
  pathes_for_sites: '',
  forum_id: '8',
  rm_for_sites: true,
  path_to_type_company_calendar: '',
  path_to_type_location: '',
  path_to_type_open_event: '',
}

export const calendarMethods: MethodMap = {
  'calendar.settings.get': {
    scope: ['calendar'],
    run({ portal }) {
      const { calendar = {} } = portal.seed
      return reply({
        work_time_start: calendar.workTimeStart ?? '9',
        work_time_end: calendar.workTimeEnd ?? '19',
        year_holidays: calendar.yearHolidays ?? '1.01,2.01,7.01,23.02,8.03,1.05,9.05,12.06,4.11',
        year_workdays: calendar.yearWorkdays ?? '31.12',
        week_holidays: calendar.weekHolidays ?? ['SA', 'SU'],
        ...fixed,
      })
    },
  },
}
