import type { Command } from '../commands.ts'

export type ImageId = 'insert-image' | 'crop-image'

export const IMAGES: readonly Command<ImageId>[] = [
  {
    id: 'insert-image',
    title: 'Insert image',
    shortcut: '9',
    group: 'Tools',
    when: ({ images }) => images.canInsert,
    run: ({ images }) => images.pick(),
  },
  {
    id: 'crop-image',
    title: 'Crop image',
    shortcut: 'Alt+C',
    group: 'Edit',
    when: ({ images }) => images.canCrop,
    run: ({ images }) => images.cropSelection(),
  },
]
