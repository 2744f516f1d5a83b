import type { Strings } from './strings.ts';

export const es: Strings = {
  contents: 'Contenido',
  previous: 'Anterior',
  next: 'Siguiente',
  exit: 'Guardar y salir',
  saved: 'Guardado',
  saving: 'Guardando…',
  waiting: 'Aún no se ha guardado. Se intenta de nuevo…',
  elsewhere: 'Este curso se abrió de nuevo en otro lugar. Lo que hagas aquí ya no se guarda.',
  closed: 'Este curso ya no está disponible. Lo que hagas aquí no se guarda.',
  notRecorded: 'Vista previa: no se registra nada',
  done: 'hecho',
  passed: 'aprobado',
  failed: 'no aprobado',
  choose: '¿Por dónde quieres empezar?',
  chooseTodo: 'Elige del contenido.',
  finished: 'Has llegado al final',
  left: 'Hasta pronto',
  canClose: 'Todo está guardado. Puedes cerrar esta página.',
  openAgain: 'Abrir de nuevo',
  back: 'Volver',
};
