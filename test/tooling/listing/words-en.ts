import type { Words } from './words.ts'

const person = (name: string, lastName: string, position: string) => ({ name, lastName, position })
const clare = person('Clare', 'Whitfield', 'Chief accountant')
const owen = person('Owen', 'Marsh', 'Portal administrator')

export const english: Words = {
  cast: {
    appTitle: 'SLA tickets',
    partner: {
      ...{ name: 'martinsoft', title: 'Harbour Support', edition: 'cloud', language: 'en' },
      users: [
        { id: 1, ...person('Grace', 'Fielding', 'Head of support'), isAdmin: true },
        { id: 5, ...person('Adam', 'Reyes', 'Support engineer') },
      ],
    },
    customer: {
      ...{ name: 'romashka', title: 'Daisy Trading', edition: 'box', language: 'en' },
      users: [
        { id: 1, ...owen, email: 'marsh@daisy.example', isAdmin: true },
        { id: 7, ...clare, email: 'whitfield@daisy.example' },
        { id: 8, ...person('Peter', 'Hale', 'Storekeeper') },
      ],
    },
  },
  agreement: {
    customerName: 'Daisy Trading Ltd',
    persons: [
      {
        userId: 7,
        input: {
          ...{
            name: 'Clare Whitfield',
            position: clare.position,
            email: 'whitfield@daisy.example',
          },
          ...{ phone: '+44 20 7946 0007', isAuthorised: true, isOrganisational: false },
        },
      },
      {
        userId: 1,
        input: {
          ...{ name: 'Owen Marsh', position: owen.position, email: 'marsh@daisy.example' },
          ...{ phone: '+44 20 7946 0001', isAuthorised: true, isOrganisational: true },
        },
      },
    ],
  },
  environment: 'Bitrix24 self-hosted 24.300, PHP 8.2, MySQL 8.0',
  link: 'https://daisy.example/crm/deal/details/118/',
  filesReason: 'No screenshot is needed',
  packageName: '4 hours in November',
  past: [
    {
      title: 'E-mails do not leave the CRM',
      level: 2,
      description: 'Since this morning nothing is sent from the deal’s card.',
      impact: 'Managers answer clients from their private mailboxes.',
      answer: 'Good morning! We are checking the mail queue.',
      work: 'Renewed the mail server’s certificate; the queue has gone out',
    },
    {
      title: 'Add a field to the company’s card',
      level: 4,
      description: 'We need a searchable field “Contract number”.',
      impact: 'It does not hold up our work.',
      answer: 'Hello! We will do it today.',
      work: 'Added the field and made it searchable',
    },
    {
      title: 'The feed opens slowly',
      level: 3,
      description: 'The feed takes more than ten seconds to open.',
      impact: 'We can work, but it is a nuisance.',
      answer: 'We are looking through the log of slow queries.',
      work: 'Enabled the cache and rebuilt indexes',
    },
    {
      title: 'The portal answers with error 502',
      level: 1,
      description: 'Nobody can open the portal.',
      impact: 'All work has stopped.',
      answer: 'We are restarting the services and will write again in 15 minutes.',
      work: 'Freed disk space and restarted the services',
    },
    {
      title: 'How do we move tasks of a former employee?',
      level: 4,
      description: 'An employee has left 40 tasks behind.',
      impact: 'It does not hold up our work.',
      answer: 'Hello! We will send you the steps.',
      work: 'Showed how to hand over tasks from the list',
    },
    {
      title: 'Invoices cannot be made',
      level: 2,
      description: 'A template error appears when an invoice is made.',
      impact: 'We write invoices by hand.',
      answer: 'We are checking the document’s template.',
      work: 'Corrected the invoice’s template',
    },
    {
      title: 'Access to the purchasing department’s drive',
      level: 3,
      description: 'New colleagues do not see the department’s folder.',
      impact: 'Documents are sent around by e-mail.',
      answer: 'We are looking at the group’s rights.',
      work: 'Set the folder’s rights for the department',
    },
    {
      title: 'The calendar does not synchronise',
      level: 3,
      description: 'Meetings from phones do not reach the portal.',
      impact: 'Two people have missed a meeting.',
      answer: 'We are checking the calendar’s connection.',
      work: 'Connected the calendar anew and compared the meetings',
    },
  ],
  open: [
    {
      title: 'The sales report takes very long',
      level: 3,
      description: 'The yearly report takes more than ten minutes instead of one.',
      impact: 'We need it once a week; it does not hold up our work.',
      answer: 'Good morning! We are looking through the log of slow queries.',
    },
    {
      title: 'Access to the document archive',
      level: 4,
      description: 'Two new colleagues need access to the archive.',
      impact: 'It does not hold up our work.',
      answer: 'Hello! We will check the group and open the archive for them.',
    },
    {
      title: 'The deal’s card does not open',
      level: 2,
      description: 'The card shows a white page. All other sections work.',
      impact: 'Managers cannot see what was agreed with clients.',
      answer: 'Good morning! We see the error too and are looking for its cause.',
    },
    {
      title: 'The delivery note does not print',
      level: 3,
      description: 'The note comes out empty from every computer of the warehouse.',
      impact: 'Delivery notes are written by hand.',
      answer: '',
    },
    {
      title: 'The portal does not open',
      level: 1,
      description: 'Nobody can open the portal: error 502.',
      impact: 'All work has stopped.',
      answer: 'We have restarted the services. Please open the portal and tell us what you see.',
    },
  ],
  thanks: 'Thank you! We mostly run it on Monday mornings.',
  proposal:
    'We have found the cause: the PHP update turned the cache off. It is on again, and the report takes 50 seconds. Please check.',
  confirmation: 'Last week’s report is fast. We will try the yearly one today.',
}
