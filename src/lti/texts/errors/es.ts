import type { ErrorTexts } from './error-texts.ts';

const again = 'Vuelva a su curso y abra la actividad de nuevo.';
const admin =
  'Avise a la administración de su plataforma de aprendizaje e indique la referencia de abajo.';

export const es: ErrorTexts = {
  kinds: {
    notFromCourse: {
      title: 'Esta página se abre desde un curso',
      todo: 'Abra la actividad en su plataforma de aprendizaje: esta dirección sola no lleva a ninguna parte.',
    },
    unknownPlatform: {
      title: 'Esta plataforma de aprendizaje no está registrada aquí',
      todo: 'La administración tiene que registrarla primero, o el identificador de cliente que figura en ella no es el registrado.',
    },
    registrationPaused: {
      title: 'Esta herramienta está en pausa',
      todo: 'La administración ha puesto en pausa la conexión con su plataforma. Pregunte allí o inténtelo más tarde.',
    },
    usedAlready: {
      title: 'Este acceso ya se ha utilizado',
      todo: `Cada acceso sirve una sola vez, también al volver atrás o recargar. ${again}`,
    },
    tookTooLong: {
      title: 'El acceso ha tardado demasiado',
      todo: `Han pasado más de diez minutos, quizá mientras iniciaba sesión. ${again}`,
    },
    cookiesBlocked: {
      title: 'El navegador no nos permite reconocerle',
      todo: 'Abra la actividad de nuevo, en otra ventana si su curso lo ofrece. Si sigue igual: permita las cookies de esta página o use otro navegador.',
    },
    otherBrowser: {
      title: 'Este acceso empezó en otro navegador',
      todo: `Es posible que alguien se lo haya enviado. ${again}`,
    },
    misconfigured: {
      title: 'Esta herramienta no está bien configurada',
      todo: 'Los ajustes de la plataforma y los de aquí no coinciden. La administración puede compararlos: la referencia de abajo lleva a los detalles.',
    },
    notTrusted: {
      title: 'Este acceso no es de fiar',
      todo: `${again} Si no ayuda: ${admin}`,
    },
    keysUnavailable: {
      title: 'Su plataforma de aprendizaje no responde',
      todo: `Necesitamos sus claves para comprobar el acceso y ahora no podemos obtenerlas. Inténtelo dentro de un minuto. Si sigue igual: ${admin}`,
    },
    tooOld: {
      title: 'Este acceso es demasiado antiguo',
      todo: `${again} Si sigue igual, quizá el reloj de la plataforma esté mal: ${admin}`,
    },
    clockAhead: {
      title: 'Los relojes no coinciden',
      todo: `El reloj de su plataforma parece estar adelantado. ${admin}`,
    },
    notConnected: {
      title: 'Este curso aún no está conectado',
      todo: 'La herramienta se ha añadido a su plataforma, pero nadie la ha conectado con una institución aquí. Pregunte a su docente o a la administración.',
    },
    deploymentPaused: {
      title: 'Esta herramienta está en pausa',
      todo: 'La administración la ha puesto en pausa para su institución. Pregunte allí o inténtelo más tarde.',
    },
    unsupported: {
      title: 'Esta herramienta no hace eso',
      todo: 'Su plataforma ha pedido algo que esta herramienta no ofrece. Quite esta ubicación en sus ajustes o use otra.',
    },
    userMissing: {
      title: 'No sabemos quién es usted',
      todo: 'Su plataforma no lo ha dicho. Inicie sesión en ella; si ya lo ha hecho, sus ajustes de privacidad deben enviar un identificador a esta herramienta.',
    },
    personInactive: {
      title: 'Su cuenta ya no está activa',
      todo: 'Pregunte a su docente o a la administración si cree que es un error.',
    },
    contentMissing: {
      title: 'Esta actividad ya no existe',
      todo: 'Su contenido se ha borrado o retirado. Su docente puede elegir otro.',
    },
    notSetUp: {
      title: 'Esta actividad aún está vacía',
      todo: 'Nadie ha elegido todavía lo que abre. Pregunte a su docente.',
    },
    platformError: {
      title: 'Su plataforma no ha podido identificarle aquí',
      todo: `Inicie sesión allí de nuevo y abra la actividad. Si no ayuda: ${admin}`,
    },
    tooMany: {
      title: 'Demasiadas peticiones a la vez',
      todo: 'Espere un minuto y abra la actividad de nuevo.',
    },
    unavailable: {
      title: 'Ahora mismo no estamos disponibles',
      todo: 'Vuelva a su curso y abra la actividad de nuevo dentro de un minuto.',
    },
    ourFault: {
      title: 'Algo ha fallado por nuestra parte',
      todo: 'Vuelva a su curso y abra la actividad de nuevo dentro de un minuto.',
    },
  },
  reference: 'Referencia para la administración',
  isAdministrator: '¿Es usted quien administra?',
  connectTodo:
    'Conecte la plataforma de este curso con su institución. El enlace sirve una vez, durante 24 horas; también puede pasarlo a otra persona.',
  connect: 'Conectar',
};
