import type { PortalSeed } from '../portal/types.ts'

/** The people and portals of the demo and the tests. Nobody here exists. */
export const partnerPortal = {
  name: 'martinsoft',
  title: 'МартинСофт',
  edition: 'cloud',
  users: [
    {
      id: 1,
      name: 'Мария',
      lastName: 'Соколова',
      email: 'sokolova@martinsoft.example',
      position: 'Руководитель поддержки',
      isAdmin: true,
    },
    {
      id: 5,
      name: 'Иван',
      lastName: 'Петров',
      email: 'petrov@martinsoft.example',
      position: 'Инженер поддержки',
    },
  ],
} satisfies PortalSeed

export const customerPortal = {
  name: 'romashka',
  title: 'Ромашка',
  edition: 'box',
  users: [
    {
      id: 1,
      name: 'Олег',
      lastName: 'Громов',
      email: 'gromov@romashka.example',
      phone: '+7 495 000-00-01',
      position: 'Администратор портала',
      isAdmin: true,
    },
    {
      id: 7,
      name: 'Анна',
      lastName: 'Лебедева',
      email: 'lebedeva@romashka.example',
      phone: '+7 495 000-00-07',
      position: 'Главный бухгалтер',
    },
    {
      id: 8,
      name: 'Пётр',
      lastName: 'Зайцев',
      email: 'zaitsev@romashka.example',
      phone: '+7 495 000-00-08',
      position: 'Кладовщик',
    },
  ],
} satisfies PortalSeed

/** The two authorised persons of «Ромашка» and their portal users. */
export const persons = [
  {
    userId: 7,
    input: {
      name: 'Анна Лебедева',
      position: 'Главный бухгалтер',
      email: 'lebedeva@romashka.example',
      phone: '+7 495 000-00-07',
      isAuthorised: true,
      isOrganisational: false,
    },
  },
  {
    userId: 1,
    input: {
      name: 'Олег Громов',
      position: 'Администратор портала',
      email: 'gromov@romashka.example',
      phone: '+7 495 000-00-01',
      isAuthorised: true,
      isOrganisational: true,
    },
  },
]

/** What the partner writes into the contract with them. */
export const romashka = {
  customerName: 'ООО «Ромашка»',
  persons,
}

/** Who plays in a world, and what the app is called there. */
export type Cast = { appTitle: string; partner: PortalSeed; customer: PortalSeed }

export const usualCast: Cast = {
  appTitle: 'Обращения SLA',
  partner: partnerPortal,
  customer: customerPortal,
}
